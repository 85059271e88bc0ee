package dev.hawser.dispatch.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Outcome;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A cancel is durable, whatever the state; a run is over for its owner within two seconds. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
@DisplayName("decocms-runs W12: cancel in every state")
class CancelTest extends Scene {

    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aRunThatWaitsForItsDesktopAndWasClaimedBeforeIsEndedInItsLog() {
        waits();
        desktop.close();
        Command.PostMessage message = owner.message(thread, "later");
        lab.post(message);
        await().atMost(PATIENCE).until(() -> lab.run(message.runId()).holder().fence() > 0);
        lab.awaitState(message.runId(), RunState.OFFERED);

        cancel(message.runId());

        await().atMost(PROMPT).until(() -> lab.endOf(message.runId()).isPresent());
        assertThat(lab.endOf(message.runId()).orElseThrow().outcome()).isEqualTo(Outcome.CANCELLED);
        lab.awaitState(message.runId(), RunState.SETTLING);
    }

    @Test
    void anOfferedRunThatWasNeverClaimedIsEndedInItsRow() {
        waits();
        lab.sql("UPDATE links SET paused = true WHERE id = $1", owner.link());
        Command.PostMessage message = owner.message(thread, "later");
        lab.post(message);
        lab.awaitState(message.runId(), RunState.OFFERED);

        cancel(message.runId());

        await().atMost(PROMPT).until(() -> lab.run(message.runId()).state() == RunState.CANCELLED);
        assertThat(lab.log(lab.run(message.runId()))).isEmpty();
    }

    @Test
    void aRunOfAnUnreachableDesktopIsEndedAtOnceAndTheDesktopLearnsOfItWhenItIsBack() {
        WorkItem item = started();
        desktop.close();

        cancel(item.runId());

        await().atMost(PROMPT).until(() -> lab.endOf(item.runId()).isPresent());
        lab.awaitState(item.runId(), RunState.SETTLING);
        desktop = Desktop.online(owner.link());
        assertThat(desktop.chunk(item, 1).code()).isEqualTo(RpcCode.ENDED);
        var heartbeat =
                new Heartbeat(List.of(new Heartbeat.RunProgress(item.runId(), item.fence(), 0)), 0, Optional.empty());
        Heartbeat.Answer answer =
                Json.read(desktop.call(RpcVerb.HEARTBEAT, heartbeat).body().bytes(), Heartbeat.Answer.class);
        assertThat(answer.runs().getFirst().cancelRequested()).isTrue();
    }

    @Test
    void aRunWhoseEndIsInTheLogStaysWhatItsRunnerSaid() {
        WorkItem item = started();
        desktop.end(item, 1);
        RunRow before = lab.awaitState(item.runId(), RunState.SETTLING);

        cancel(item.runId());

        assertThat(lab.run(item.runId())).isEqualTo(before);
        assertThat(lab.endOf(item.runId()).orElseThrow().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aMessageThatIsSentRightAfterACancelRuns() {
        WorkItem item = started();
        Command.PostMessage next = owner.message(thread, "and now this");

        cancel(item.runId());
        lab.post(next);
        lab.awaitEnd(item.runId());
        lab.settle(item.runId(), RunState.CANCELLED);

        assertThat(desktop.nextItem().runId()).isEqualTo(next.runId());
    }

    @Test
    void theSecondCancelAndTheOneOfAnEndingRunChangeNothing() {
        WorkItem item = started();
        cancel(item.runId());
        lab.awaitState(item.runId(), RunState.SETTLING);
        RunRow ending = lab.run(item.runId());

        var again = new Command.CancelRun(owner.tenant(), owner.user(), thread, item.runId(), owner.by());
        lab.publish(again, "second-cancel-" + item.runId());
        Command.PostMessage after = owner.message(thread, "the partition goes on");
        lab.post(after);

        assertThat(lab.run(item.runId())).isEqualTo(ending);
        assertThat(lab.log(ending)).hasSize(2);
    }

    private void waits() {
        lab.sql("UPDATE threads SET policy = '{\"targets\": [], \"onOffline\": \"wait\"}' WHERE id = $1", thread);
    }

    private void cancel(String run) {
        var command = new Command.CancelRun(owner.tenant(), owner.user(), thread, run, owner.by());
        lab.publish(command);
        lab.awaitNotice(command);
    }
}
