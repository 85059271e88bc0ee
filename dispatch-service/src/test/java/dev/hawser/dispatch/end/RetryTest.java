package dev.hawser.dispatch.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class RetryTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void everyEarlierAnswerIsSupersededKeptAndLeftOutOfTheHistory() {
        WorkItem first = answered(started());
        Command.RetryRun retry = retry(first.runId());
        lab.publish(retry);
        WorkItem second = answered(desktop.nextItem());

        Command.RetryRun again = retry(first.runId());
        lab.publish(again);

        WorkItem third = desktop.nextItem();
        assertThat(third.runId()).isEqualTo(again.newRunId());
        assertThat(third.message()).isEqualTo(first.message());
        assertThat(third.history()).isEmpty();
        assertThat(supersededBy(first.runId())).contains(retry.newRunId());
        assertThat(supersededBy(second.runId())).contains(again.newRunId());
    }

    @Test
    void aMessageThatIsBeingAnsweredAgainIsNotRetriedOnceMore() {
        WorkItem first = answered(started());
        lab.publish(retry(first.runId()));
        desktop.nextItem();
        Command.RetryRun tooMuch = retry(first.runId());

        lab.publish(tooMuch);

        assertThat(lab.awaitNotice(tooMuch).code()).contains(ProblemCode.INVALID.text());
        assertThat(lab.findRun(tooMuch.newRunId())).isEmpty();
    }

    @Test
    void aRepeatedRetryIsCarriedOutOnce() {
        WorkItem first = answered(started());
        Command.RetryRun retry = retry(first.runId());

        lab.publish(retry);
        desktop.nextItem();
        lab.publish(retry, "repeated-" + retry.newRunId());
        lab.post(owner.message(thread, "the partition goes on"));

        assertThat(lab.count("SELECT count(*) FROM runs WHERE message = $1", first.messageId()))
                .isEqualTo(2);
        assertThat(lab.notices(retry)).allMatch(notice -> notice.code().isEmpty());
    }

    @Test
    void retriesCountAgainstTheLimitOfWaitingRuns() {
        WorkItem first = answered(started());
        started();
        lab.sql("""
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, position, deadline_at)
                SELECT 'run_' || id || '_' || n, tenant, owner, id, partition, 'msg_x',
                       '{"kind":"user","id":"usr_x","display":"Ann"}', 100 + n, now() + interval '1 hour'
                  FROM threads CROSS JOIN generate_series(1, 100) AS n WHERE id = $1
                """, thread);
        Command.RetryRun retry = retry(first.runId());

        lab.publish(retry);

        assertThat(lab.awaitNotice(retry).code()).contains(ProblemCode.LIMIT_REACHED.text());
        assertThat(lab.count("SELECT count(*) FROM dead_letters WHERE thread = $1 AND kind = 'retry_run'", thread))
                .isEqualTo(1);
    }

    @Test
    void theRunsOfADeletedThreadAreStoppedAlsoWhenTheCommandWasNeverPublished() {
        WorkItem item = started();
        Command.PostMessage queued = owner.message(thread, "queued");
        lab.post(queued);

        lab.sql("UPDATE threads SET deleted_at = now() - interval '11 seconds' WHERE id = $1", thread);

        lab.awaitEnd(item.runId());
        lab.awaitState(queued.runId(), RunState.CANCELLED);
        lab.settle(item.runId(), RunState.CANCELLED);
        await().atMost(PATIENCE).until(() -> lab.findRun(item.runId()).isEmpty());
    }

    private WorkItem answered(WorkItem item) {
        desktop.chunk(item, 1);
        desktop.end(item, 2);
        lab.awaitState(item.runId(), RunState.SETTLING);
        lab.sql("""
                INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, created_by)
                SELECT 'msg_answer_' || id, tenant, owner, thread, id, 'assistant', 2 * position + 1,
                       '[{"type":"text","text":"hi"}]', '{}'
                  FROM runs WHERE id = $1
                """, item.runId());
        lab.settle(item.runId(), RunState.FAILED);
        return item;
    }

    private Command.RetryRun retry(String run) {
        return new Command.RetryRun(owner.tenant(), owner.user(), thread, run, Ids.next(IdPrefix.RUN), owner.by());
    }

    private Optional<String> supersededBy(String run) {
        List<String> found = new java.util.ArrayList<>();
        lab.sql("SELECT superseded_by FROM messages WHERE run = $1 AND role = 'assistant'", run)
                .forEach(row -> found.add(row.getString("superseded_by")));
        return found.stream().findFirst();
    }
}
