package dev.hawser.dispatch.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class RecoveryTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aRunThatItsDesktopStillHoldsGoesOnUnderTheSameFence() {
        WorkItem item = started();
        desktop.hold(new RunFence(item.runId(), item.fence()));

        lab.leaseEnds(item.runId());

        await().atMost(PATIENCE)
                .until(() -> leaseUntil(item.runId()).isAfter(Instant.now().plusSeconds(15)));
        assertThat(lab.run(item.runId()).holder().fence()).isEqualTo(item.fence());
        assertThat(lab.log(lab.run(item.runId()))).hasSize(1);
        assertThat(desktop.waitingItems()).isZero();
    }

    @Test
    void aRunThatItsDesktopLostIsStartedAgainAsANewAttempt() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        desktop.chunk(item, 2);
        awaitRenewalByTheRecords(item.runId());

        lab.leaseEnds(item.runId());

        WorkItem second = desktop.nextItem();
        assertThat(second.fence()).isEqualTo(item.fence() + 1);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.nextSeq()).isEqualTo(3);
        assertThat(lab.log(lab.run(item.runId())))
                .extracting(RunRecord::kind)
                .containsExactly(RecordKind.CLAIM, RecordKind.CHUNKS, RecordKind.CHUNKS, RecordKind.CLAIM);
        assertThat(desktop.chunk(second, 3).ingested().acked()).isEqualTo(3);
    }

    @Test
    void afterItsLastAttemptALostRunFails() {
        WorkItem first = started();
        lab.leaseEnds(first.runId());
        WorkItem second = desktop.nextItem();
        lab.awaitConfirmed(second.runId());
        lab.leaseEnds(first.runId());
        WorkItem third = desktop.nextItem();
        lab.awaitConfirmed(third.runId());
        assertThat(third.attempt()).isEqualTo(3);

        lab.leaseEnds(first.runId());

        assertThat(lab.awaitEnd(first.runId()).errorCode()).contains(RunErrorCode.ATTEMPTS_EXHAUSTED.text());
        assertThat(desktop.waitingItems()).isZero();
    }

    @Test
    void aRunThatHasStartedWaitsForItsOfflineDesktop() {
        WorkItem item = started();
        desktop.close();

        lab.leaseEnds(item.runId());

        await().atMost(PATIENCE).until(() -> leaseUntil(item.runId()).isAfter(Instant.now()));
        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> {
            RunRow run = lab.run(item.runId());
            return run.state() == RunState.RUNNING && run.endIntent().isEmpty();
        });
        assertThat(lab.log(lab.run(item.runId()))).hasSize(1);
    }

    @Test
    void anEndThatIsInTheLogSettlesARowThatDoesNotKnowItAlsoWhileTheDesktopIsOffline() {
        WorkItem item = started();
        RunRow run = lab.run(item.runId());
        RunRecord claim = lab.log(run).getLast();
        RunRecord end = RunRecord.following(
                claim.chain(),
                item.runId(),
                RecordKind.END,
                item.fence(),
                1,
                Optional.empty(),
                Body.of(Json.bytes(EndBody.succeeded())));
        lab.append(run, end, lab.lastSequence(run));
        desktop.close();

        lab.leaseEnds(item.runId());

        assertThat(lab.awaitState(item.runId(), RunState.SETTLING).holder().fence())
                .isEqualTo(item.fence());
        assertThat(desktop.waitingItems()).isZero();
    }

    @Test
    void aClaimThatWasCommittedByAPodThatDiedBeforeItsRecordIsTakenUpAgain() {
        Command.PostMessage message = owner.message(thread, "hello");
        insertCommittedClaim(message);

        lab.leaseEnds(message.runId());

        WorkItem item = desktop.nextItem();
        assertThat(item.runId()).isEqualTo(message.runId());
        assertThat(item.fence()).isEqualTo(2);
        assertThat(item.attempt()).isEqualTo(1);
        List<RunRecord> log = lab.log(lab.run(item.runId()));
        assertThat(log).extracting(RunRecord::fence).containsExactly(2L);
    }

    @Test
    void aRunWhoseTimeIsOverFailsInItsLog() {
        WorkItem item = started();

        lab.sql("UPDATE runs SET deadline_at = now() WHERE id = $1", item.runId());

        assertThat(lab.awaitEnd(item.runId()).errorCode()).contains(RunErrorCode.DEADLINE.text());
        await().atMost(PATIENCE).until(() -> desktop.cancelled().contains(new RunFence(item.runId(), item.fence())));
    }

    @Test
    void aQueuedRunWhoseTimeIsOverFailsInItsRow() {
        started();
        Command.PostMessage waits = owner.message(thread, "waits");
        lab.post(waits);

        lab.sql("UPDATE runs SET deadline_at = now() WHERE id = $1", waits.runId());

        lab.awaitState(waits.runId(), RunState.FAILED);
        assertThat(lab.errorCode(waits.runId())).contains(RunErrorCode.DEADLINE.text());
        assertThat(lab.log(lab.run(waits.runId()))).isEmpty();
    }

    @Test
    void aReachableDesktopThatWritesNothingForTooLongFailsTheRun() {
        WorkItem item = started();

        lab.sql("UPDATE runs SET progress_at = now() - interval '11 minutes' WHERE id = $1", item.runId());

        assertThat(lab.awaitEnd(item.runId()).errorCode()).contains(RunErrorCode.NO_PROGRESS.text());
    }

    /** Else the renewal that is still to be written would come after the end of the lease. */
    private void awaitRenewalByTheRecords(String run) {
        await().atMost(PATIENCE)
                .until(() ->
                        lab.count("SELECT count(*) FROM runs WHERE id = $1 AND progress_at > started_at", run) == 1);
    }

    private Instant leaseUntil(String run) {
        return lab.sql("SELECT COALESCE(lease_until, now()) AS lease FROM runs WHERE id = $1", run)
                .iterator()
                .next()
                .getOffsetDateTime("lease")
                .toInstant();
    }

    /** What a pod leaves behind that dies between the claim's transaction and its record. */
    private void insertCommittedClaim(Command.PostMessage message) {
        lab.sql("""
                WITH message AS (
                    INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, created_by)
                    SELECT $1, tenant, owner, id, $2, 'user', 2, '[{"type":"text","text":"hello"}]', '{}'
                      FROM threads WHERE id = $3
                )
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, position, deadline_at,
                                  state, fence, link, claimed_by, lease_until, started_at)
                SELECT $2, tenant, owner, id, partition, $1, '{"kind":"user","id":"usr_x","display":"Ann"}', 1,
                       now() + interval '1 hour', 'running', 1, $4, 'dead-pod', now() + interval '30 seconds', now()
                  FROM threads WHERE id = $3
                """, message.messageId(), message.runId(), thread, owner.link());
        lab.sql("""
                WITH offer AS (
                    INSERT INTO offers (run, target, deadline, state)
                    VALUES ($1, jsonb_build_object('link', $2::text), now() + interval '1 hour', 'taken')
                )
                INSERT INTO attempts (run, fence, attempt, target, link, pod)
                VALUES ($1, 1, 1, jsonb_build_object('link', $2::text), $2, 'dead-pod')
                """, message.runId(), owner.link());
    }
}
