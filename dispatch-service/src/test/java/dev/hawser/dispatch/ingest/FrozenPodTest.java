package dev.hawser.dispatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Wiring;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.ProcessPlan;
import dev.hawser.localstack.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A pod in a process of its own is frozen in the middle of its appends, replaced, and resumed (I3). */
class FrozenPodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("decocms-runs W3 W4: a frozen pod that goes on after it was replaced writes nothing")
    void aPodThatWasFrozenAndReplacedWritesNothingMore() throws IOException {
        for (int round = 1; round <= 3; round++) {
            freezeReplaceResume(round, Duration.ofMillis(200));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("decocms-runs W3 W4: frozen for 60 s, longer than every lease and timeout")
    void aPodThatWasFrozenForAMinuteWritesNothingMore() throws IOException {
        freezeReplaceResume(1, Duration.ofSeconds(60));
    }

    private void freezeReplaceResume(int round, Duration frozen) throws IOException {
        var run = new ModelRun(SharedServers.PODS);
        Wiring successor = SharedServers.PODS.start();
        long old = claim(run, successor);
        Path progress = folder.resolve("progress-" + round + '-' + frozen.toSeconds());
        ChildProcess pod = start(run, old, progress);
        await().atMost(PATIENCE).until(() -> acked(progress) > 50);

        pod.signal(Signal.STOP);
        long begin = System.nanoTime();
        long fence = claim(run, successor);
        long from = run.end().nextSeq();
        Lab.wait(run.ingest(successor, fence, from, RecordKind.CHUNKS));
        await().atMost(PATIENCE.plus(frozen)).until(() -> System.nanoTime() - begin > frozen.toNanos());
        long before = run.end().sequence();
        pod.signal(Signal.CONT);

        await().atMost(PATIENCE).until(() -> !pod.isAlive());
        assertThat(run.end().sequence()).as("stale writes accepted").isEqualTo(before);
        assertThat(Files.readString(refusal(progress))).isEqualTo(RpcCode.FENCED.text());
        assertThat(acked(progress)).as("what it was told is in the log").isLessThan(from);
        Lab.wait(run.ingest(successor, fence, from + 1, RecordKind.END));
        List<RunRecord> log = run.log();
        assertThat(LogCheck.visible(log).values()).extracting(RunRecord::fence).containsOnly(fence);
    }

    private static long claim(ModelRun run, Wiring pod) {
        long fence = run.claimRow(pod).orElseThrow().holder().fence();
        assertThat(run.claimRecord(pod, fence)).isPresent();
        return fence;
    }

    private ChildProcess start(ModelRun run, long fence, Path progress) {
        HawserStack stack = HawserStack.shared();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WritingPod.class.getName(),
                run.id(),
                Integer.toString(run.partition()),
                Long.toString(fence),
                "1",
                progress.toString());
        Map<String, String> environment = Map.of(
                "TEST_NATS", stack.nats().clientUrl().toString(),
                "TEST_CREDENTIALS",
                        stack.identities().credentials(NatsUser.ADMIN_CORE).toString(),
                "TEST_DATABASE", stack.postgres().url(SharedServers.PODS.database()),
                "TEST_PASSWORD", stack.postgres().password());
        return ChildProcess.start(
                ProcessPlan.of("writing-pod", command, folder, environment, folder.resolve("pod.log")));
    }

    private static long acked(Path progress) throws IOException {
        String text = Files.exists(progress) ? Files.readString(progress) : "";
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static Path refusal(Path progress) {
        return progress.resolveSibling(progress.getFileName() + ".refused");
    }
}
