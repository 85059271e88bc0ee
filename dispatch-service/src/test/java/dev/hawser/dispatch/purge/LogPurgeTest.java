package dev.hawser.dispatch.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class LogPurgeTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    LogPurges purges;

    @Test
    @DisplayName("decocms-runs W1: a log is purged by age after its projection, but for its end, and stays closed")
    void halfAnHourAfterItsProjectionALogIsPurgedButForItsEnd() {
        WorkItem item = finished();

        lab.sql("UPDATE runs SET finished_at = now() - interval '31 minutes' WHERE id = $1", item.runId());

        RunRow run = lab.run(item.runId());
        await().atMost(PATIENCE).until(() -> lab.log(run).size() == 1);
        assertThat(lab.log(run)).extracting(RunRecord::kind).containsExactly(RecordKind.END);
        assertThat(desktop.chunk(item, 1).code()).isEqualTo(RpcCode.ENDED);
        assertThat(desktop.chunk(item, 3).code()).isEqualTo(RpcCode.ENDED);
        assertThat(lab.log(run)).hasSize(1);
    }

    @Test
    @DisplayName("decocms-runs W1: the log of a run that goes on, or has just ended, is never purged")
    void aLogThatTailsMayStillReplayStays() {
        WorkItem ended = finished();
        lab.sql("UPDATE runs SET finished_at = now() - interval '29 minutes' WHERE id = $1", ended.runId());
        WorkItem goesOn = started();
        lab.sql("UPDATE runs SET queued_at = now() - interval '11 hours' WHERE id = $1", goesOn.runId());

        Lab.wait(purges.sweep());

        assertThat(lab.log(lab.run(ended.runId()))).hasSize(3);
        assertThat(lab.log(lab.run(goesOn.runId()))).hasSize(1);
    }

    private WorkItem finished() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        desktop.end(item, 2);
        lab.awaitState(item.runId(), RunState.SETTLING);
        lab.settle(item.runId(), RunState.SUCCEEDED);
        return item;
    }
}
