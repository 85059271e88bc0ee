package dev.hawser.dispatch.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.rpc.EndRequest;
import dev.hawser.contract.rpc.RpcHeader;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunState;
import io.nats.client.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class EndTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aCancelledRunIsEndedInItsLogAndItsRunnerIsTold() {
        WorkItem item = started();
        desktop.chunk(item, 1);

        cancel(item.runId());

        assertThat(lab.awaitEnd(item.runId()).outcome()).isEqualTo(Outcome.CANCELLED);
        lab.awaitState(item.runId(), RunState.SETTLING);
        await().atMost(PATIENCE).until(() -> desktop.cancelled().contains(new RunFence(item.runId(), item.fence())));
        assertThat(desktop.chunk(item, 2).code()).isEqualTo(RpcCode.ENDED);
        assertThat(lab.log(lab.run(item.runId())))
                .extracting(RunRecord::kind)
                .containsExactly(RecordKind.CLAIM, RecordKind.CHUNKS, RecordKind.END);
    }

    @Test
    void aQueuedRunIsCancelledInItsRowAndNeverStarts() {
        WorkItem first = started();
        Command.PostMessage second = owner.message(thread, "second");
        Command.PostMessage third = owner.message(thread, "third");
        lab.post(second);
        lab.post(third);

        cancel(second.runId());
        lab.settle(first.runId(), RunState.SUCCEEDED);

        assertThat(lab.awaitState(second.runId(), RunState.CANCELLED).holder().fence())
                .isZero();
        assertThat(desktop.nextItem().runId()).isEqualTo(third.runId());
    }

    @Test
    void aCancelOfAFinishedRunChangesNothing() {
        WorkItem item = started();
        desktop.end(item, 1);
        lab.settle(item.runId(), RunState.SUCCEEDED);

        cancel(item.runId());

        assertThat(lab.run(item.runId()).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(lab.run(item.runId()).endIntent()).isEmpty();
    }

    @Test
    void aQueuedRunCanBeRemovedAndARunningOneCannot() {
        WorkItem item = started();
        Command.PostMessage queued = owner.message(thread, "queued");
        lab.post(queued);
        var remove = new Command.RemoveQueued(owner.tenant(), owner.user(), thread, queued.runId(), owner.by());
        var tooLate = new Command.RemoveQueued(owner.tenant(), owner.user(), thread, item.runId(), owner.by());

        lab.publish(remove);
        lab.publish(tooLate);

        assertThat(lab.awaitNotice(remove).code()).isEmpty();
        assertThat(lab.awaitNotice(tooLate).code()).contains(ProblemCode.NOT_QUEUED.text());
        assertThat(lab.run(queued.runId()).state()).isEqualTo(RunState.CANCELLED);
        assertThat(lab.run(item.runId()).state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void aRetryAnswersTheSameMessageAtTheTailOfTheThread() {
        WorkItem first = started();
        desktop.end(first, 1);
        lab.settle(first.runId(), RunState.FAILED);
        String newRun = Ids.next(IdPrefix.RUN);
        var retry = new Command.RetryRun(owner.tenant(), owner.user(), thread, first.runId(), newRun, owner.by());

        lab.publish(retry);

        WorkItem again = desktop.nextItem();
        assertThat(again.runId()).isEqualTo(newRun);
        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(again.message()).isEqualTo(first.message());
        assertThat(lab.run(newRun).work().position()).isEqualTo(2);
    }

    @Test
    void aRetryOfARunThatGoesOnIsRefused() {
        WorkItem item = started();
        var retry = new Command.RetryRun(
                owner.tenant(), owner.user(), thread, item.runId(), Ids.next(IdPrefix.RUN), owner.by());

        lab.publish(retry);

        assertThat(lab.awaitNotice(retry).code()).contains(ProblemCode.INVALID.text());
    }

    @Test
    void aDeletedThreadGoesWhenItsRunsAreOver() {
        WorkItem item = started();
        Command.PostMessage queued = owner.message(thread, "queued");
        lab.post(queued);
        lab.sql("UPDATE threads SET deleted_at = now() WHERE id = $1", thread);

        lab.publish(new Command.DeleteThread(owner.tenant(), owner.user(), thread, owner.by()));

        assertThat(lab.awaitEnd(item.runId()).outcome()).isEqualTo(Outcome.CANCELLED);
        lab.awaitState(queued.runId(), RunState.CANCELLED);
        assertThat(lab.count("SELECT count(*) FROM threads WHERE id = $1", thread))
                .isEqualTo(1);
        lab.settle(item.runId(), RunState.CANCELLED);

        await().atMost(PATIENCE).until(() -> lab.count("SELECT count(*) FROM threads WHERE id = $1", thread) == 0);
        assertThat(lab.findRun(item.runId())).isEmpty();
    }

    @Test
    void theProjectorMayHaveAPoisonedRunEnded() {
        WorkItem item = started();
        var request = new EndRequest(item.runId(), EndBody.failed(RunErrorCode.POISONED, "record 3 cannot be folded"));

        assertThat(code(ask(request))).isEqualTo(RpcCode.OK.text());

        assertThat(lab.awaitEnd(item.runId()).errorCode()).contains(RunErrorCode.POISONED.text());
        lab.awaitState(item.runId(), RunState.SETTLING);
    }

    @Test
    void anEndIntentWhoseAppendWasLostIsAppendedByTheSweep() {
        WorkItem item = started();

        lab.sql(
                "UPDATE runs SET end_intent = $2::text::jsonb WHERE id = $1",
                item.runId(),
                Json.text(EndBody.failed(RunErrorCode.DEADLINE, "too late")));

        assertThat(lab.awaitEnd(item.runId()).errorCode()).contains(RunErrorCode.DEADLINE.text());
    }

    @Test
    void theFirstIntentStays() {
        WorkItem item = started();
        ask(new EndRequest(item.runId(), EndBody.failed(RunErrorCode.POISONED, "first")));
        ask(new EndRequest(item.runId(), EndBody.cancelled()));

        assertThat(lab.awaitEnd(item.runId()).errorCode()).contains(RunErrorCode.POISONED.text());
        assertThat(lab.log(lab.run(item.runId()))).hasSize(2);
    }

    private void cancel(String run) {
        var command = new Command.CancelRun(owner.tenant(), owner.user(), thread, run, owner.by());
        lab.publish(command);
        lab.awaitNotice(command);
    }

    private Message ask(EndRequest request) {
        return Lab.wait(lab.core().request(CoreSubjects.rpc(RpcVerb.END.text()), null, Json.bytes(request), PATIENCE));
    }

    private static String code(Message answer) {
        return Objects.requireNonNull(
                Objects.requireNonNull(answer.getHeaders()).getFirst(RpcHeader.CODE));
    }
}
