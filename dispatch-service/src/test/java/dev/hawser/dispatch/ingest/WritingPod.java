package dev.hawser.dispatch.ingest;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.dispatch.lab.Links;
import dev.hawser.dispatch.lab.Pods;
import dev.hawser.dispatch.lab.Wiring;
import dev.hawser.dispatch.rpc.RpcAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A program: one pod that writes the records of one attempt as fast as it can, until it is fenced. It is frozen and
 * resumed by {@link FrozenPodTest}: no wait of its own has a limit, which would be over when it wakes.
 */
public final class WritingPod {

    private WritingPod() {}

    /** Arguments: run, partition, fence, first seq, file for what was acknowledged. */
    public static void main(String[] arguments) throws IOException {
        var nats = Links.core(setting("TEST_NATS"), Path.of(setting("TEST_CREDENTIALS")));
        Pods pods = Pods.at(setting("TEST_DATABASE"), setting("TEST_PASSWORD"), nats);
        ModelRun run = ModelRun.known(pods, arguments[0], Integer.parseInt(arguments[1]));
        long fence = Long.parseLong(arguments[2]);
        long seq = Long.parseLong(arguments[3]);
        Path progress = Path.of(arguments[4]);
        Wiring pod = pods.start();
        while (true) {
            RpcAnswer answer =
                    run.ingest(pod, fence, seq, RecordKind.CHUNKS).await().indefinitely();
            if (answer.body() instanceof IngestAnswer ok) {
                Files.writeString(progress, Long.toString(ok.acked()));
                seq = ok.acked() + 1;
            } else if (answer.code() != RpcCode.UNAVAILABLE) {
                Files.writeString(
                        progress.resolveSibling(progress.getFileName() + ".refused"),
                        answer.code().text());
                System.exit(0);
            }
        }
    }

    private static String setting(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
