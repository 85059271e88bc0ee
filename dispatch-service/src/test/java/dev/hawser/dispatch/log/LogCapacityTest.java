package dev.hawser.dispatch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.RpcReply;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class LogCapacityTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CHUNK = 16 * 1024;

    @Inject
    LogCapacity capacity;

    @Test
    @DisplayName("decocms-runs W9: from 90 % on chunks wait, but claims and ends still fit")
    void nearItsLimitTheLogTakesClaimsAndEndsOnly() {
        WorkItem item = started();
        try {
            capacity.observed(0.91);

            RpcReply reply = desktop.chunk(item, 1);

            assertThat(reply.code()).isEqualTo(RpcCode.OVERLOADED);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.error().retryAfterMs().orElseThrow()).isPositive();
            capacity.observed(0.91);
            assertThat(desktop.end(item, 1).code()).isEqualTo(RpcCode.OK);
            lab.settle(item.runId(), RunState.SUCCEEDED);
            capacity.observed(0.91);
            assertThat(started().fence()).isEqualTo(1);
        } finally {
            capacity.observed(0);
        }
    }

    @Test
    @DisplayName("decocms-runs W9 W10: a full log refuses and forgets nothing, and the run goes on when there is room")
    void aFullLogRefusesAndForgetsNothing() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        String large = "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"" + "x".repeat(CHUNK) + "\"}\n";
        JsonNode whole = request("INFO", Json.bytes(Json.mapper().createObjectNode()));
        ObjectNode config = (ObjectNode) whole.path("config").deepCopy();
        long used = whole.path("state").path("bytes").asLong();

        resize(config, used + CHUNK / 2);
        try {
            RpcReply refused = desktop.ingest(item.runId(), item.fence(), 2, RecordKind.CHUNKS, large);

            assertThat(refused.code()).isEqualTo(RpcCode.OVERLOADED);
            assertThat(refused.error().retryAfterMs().orElseThrow()).isPositive();
            assertThat(lab.log(lab.run(item.runId())))
                    .extracting(RunRecord::kind)
                    .containsExactly(RecordKind.CLAIM, RecordKind.CHUNKS);
        } finally {
            resize(config, whole.path("config").path("max_bytes").asLong());
        }
        capacity.observed(0);
        await().atMost(PATIENCE)
                .until(() -> desktop.ingest(item.runId(), item.fence(), 2, RecordKind.CHUNKS, large)
                                .code()
                        == RpcCode.OK);
    }

    private void resize(ObjectNode config, long maxBytes) {
        JsonNode answer = request("UPDATE", Json.bytes(config.put("max_bytes", maxBytes)));
        assertThat(answer.path("error").isMissingNode()).as(answer.toString()).isTrue();
    }

    private JsonNode request(String action, byte[] body) {
        String subject = "$JS.API.STREAM." + action + '.' + StreamCatalogue.RUNS.name();
        return Json.read(
                Lab.wait(lab.core().request(subject, null, body, PATIENCE)).getData(), JsonNode.class);
    }
}
