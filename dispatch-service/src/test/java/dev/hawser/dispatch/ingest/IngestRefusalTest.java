package dev.hawser.dispatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Links;
import dev.hawser.dispatch.lab.RpcReply;
import dev.hawser.dispatch.lab.Scene;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved agent sends. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class IngestRefusalTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    MeterRegistry metrics;

    @Test
    void aRecordThatIsTooLargeIsRefused() {
        WorkItem item = started();
        String chunk = "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"" + "x".repeat(Limits.RECORD_BYTES) + "\"}";

        RpcReply reply = desktop.ingest(item.runId(), item.fence(), 1, RecordKind.CHUNKS, chunk);

        assertThat(reply.code()).isEqualTo(RpcCode.TOO_LARGE);
        assertThat(reply.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"a\"} {\"type\":\"b\"}",
                "{\"type\":\"a\"}\n{\"delta\":\"x\"}\n",
                "{\"nested\":{\"type\":\"a\"}}",
                "{\"type\":\"a\"",
                "{\"type\":\"start\"}\n{\"type\":\"future\"}\n",
                "{\"type\":\"text-delta\",\"id\":\"0\"}",
                "{\"type\":\"data-hawser-restart\",\"data\":1}",
                "{\"type\":\"data-x\",\"data\":1e400}"
            })
    void whatIsNoChunkIsRefusedAndNothingIsStored(String body) {
        WorkItem item = started();

        assertThat(desktop.ingest(item.runId(), item.fence(), 1, RecordKind.CHUNKS, body)
                        .code())
                .isEqualTo(RpcCode.MALFORMED);
        assertThat(lab.log(lab.run(item.runId()))).hasSize(1);
    }

    @Test
    void aRunnerCannotAppendAClaim() {
        WorkItem item = started();

        assertThat(desktop.ingest(item.runId(), item.fence(), 1, RecordKind.CLAIM, "{}")
                        .code())
                .isEqualTo(RpcCode.MALFORMED);
    }

    @Test
    void aRequestWhoseAnswerWouldReachAnotherLinkIsDroppedAndCounted() {
        WorkItem item = started();
        double before = dropped();
        List<Message> stolen = new CopyOnWriteArrayList<>();
        try (var admin = Links.links()) {
            String victim = "_INBOX." + lab.owner().link() + ".answer";
            admin.subscribe(victim, null, stolen::add);
            String subject = new LinkSubjects(owner.link()).rpc(RpcVerb.INGEST.text());

            desktop.connection()
                    .publish(
                            subject,
                            victim,
                            Desktop.record(item.runId(), item.fence(), 1, RecordKind.CHUNKS),
                            "{\"type\":\"finish\"}".getBytes(UTF_8));

            await().atMost(PATIENCE).until(() -> dropped() == before + 1);
            assertThat(stolen).isEmpty();
        }
        assertThat(lab.log(lab.run(item.runId()))).hasSize(1);
    }

    private double dropped() {
        return metrics.counter("hawser_dispatch_rpc_dropped", "verb", "ingest").count();
    }
}
