package dev.hawser.dispatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.rpc.Sync;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.RpcReply;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The log is transport: what a broker forgets is asked for again, and a run whose end is lost ends nevertheless. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class LogLossTest extends Scene {

    private static final Duration NOTICED = Duration.ofSeconds(10);

    @Test
    @DisplayName("decocms-runs W1: an end that the broker lost after it was acknowledged is asked for again")
    void anAgentThatComesBackKeepsASettlingRunWhoseEndWasLost() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        desktop.end(item, 2);
        RunRow run = lab.awaitState(item.runId(), RunState.SETTLING);
        lab.loseLog(run);

        Sync.Verdict verdict = sync(item, 2);

        assertThat(verdict.verdict()).isEqualTo("keep");
        assertThat(verdict.expected()).contains(1L);
        assertThat(desktop.chunk(item, 1).ingested().acked()).isEqualTo(1);
        assertThat(desktop.end(item, 2).ingested().acked()).isEqualTo(2);
        assertThat(lab.log(run))
                .extracting(RunRecord::kind)
                .containsExactly(RecordKind.CLAIM, RecordKind.CHUNKS, RecordKind.END);
        LogCheck.visible(lab.log(run));
    }

    @Test
    void aSettlingRunWhoseEndIsLostForGoodFailsAtItsDeadline() {
        WorkItem item = started();
        desktop.end(item, 1);
        RunRow run = lab.awaitState(item.runId(), RunState.SETTLING);
        desktop.close();
        lab.loseLog(run);

        lab.sql("UPDATE runs SET deadline_at = now() WHERE id = $1", item.runId());

        assertThat(lab.awaitEnd(item.runId()).errorCode()).contains(RunErrorCode.DEADLINE.text());
    }

    @Test
    @DisplayName("decocms-runs W7: a run log that was deleted is made again within 10 s and refilled by its agent")
    void aStreamThatIsGoneIsMadeAgainAndRefilled() {
        WorkItem item = started();
        for (long seq = 1; seq <= 3; seq++) {
            desktop.chunk(item, seq);
        }

        Lab.wait(lab.core()
                .request(
                        "$JS.API.STREAM.DELETE." + StreamCatalogue.RUNS.name(),
                        null,
                        new byte[0],
                        Duration.ofSeconds(5)));

        await().atMost(NOTICED).until(() -> desktop.chunk(item, 4).code() == RpcCode.GAP);
        RpcReply gap = desktop.chunk(item, 4);
        assertThat(gap.error().expected()).contains(1L);
        for (long seq = 1; seq <= 4; seq++) {
            assertThat(desktop.chunk(item, seq).ingested().acked()).isEqualTo(seq);
        }
        assertThat(LogCheck.visible(lab.log(lab.run(item.runId())))).hasSize(4);
    }

    private Sync.Verdict sync(WorkItem item, long acked) {
        var sync = new Sync(List.of(new Heartbeat.RunProgress(item.runId(), item.fence(), acked)));
        return Json.read(desktop.call(RpcVerb.SYNC, sync).body().bytes(), Sync.Answer.class)
                .runs()
                .getFirst();
    }
}
