package dev.hawser.dispatch.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.rpc.Sync;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Scene;
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
class ReportTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aHeartbeatRenewsTheLeaseAndTellsHowTheRunStands() {
        WorkItem item = started();
        lab.sql(
                "UPDATE runs SET lease_until = now() + interval '3 seconds', durable_seq = 4 WHERE id = $1",
                item.runId());

        Heartbeat.RunState state = beat(desktop, item.runId(), item.fence());

        assertThat(state.state()).isEqualTo(RunState.RUNNING.text());
        assertThat(state.leaseUntil().orElseThrow()).isAfter(Instant.now().plusSeconds(20));
        assertThat(state.durableSeq()).isEqualTo(4);
        assertThat(state.cancelRequested()).isFalse();
    }

    @Test
    void aHeartbeatOfAnOlderFenceIsFencedAndRenewsNothing() {
        WorkItem item = started();
        lab.sql("UPDATE runs SET fence = 2, lease_until = now() + interval '9 seconds' WHERE id = $1", item.runId());

        Heartbeat.RunState state = beat(desktop, item.runId(), item.fence());

        assertThat(state.state()).isEqualTo(RpcCode.FENCED.text());
        assertThat(state.leaseUntil()).isEmpty();
    }

    @Test
    void aHeartbeatOfAnotherLinkIsNotYours() {
        WorkItem item = started();
        try (Desktop stranger = Desktop.online(lab.owner().link())) {

            assertThat(beat(stranger, item.runId(), item.fence()).state()).isEqualTo(RpcCode.NOT_YOURS.text());
            assertThat(beat(stranger, "run_unknown", 1).state()).isEqualTo(RpcCode.NOT_YOURS.text());
        }
    }

    @Test
    void aRunnerThatMissedTheCancelLearnsOfItByItsHeartbeat() {
        WorkItem item = started();
        lab.sql("UPDATE runs SET cancel_requested_at = now() WHERE id = $1", item.runId());

        assertThat(beat(desktop, item.runId(), item.fence()).cancelRequested()).isTrue();
    }

    @Test
    void afterAReconnectTheAgentLearnsWhichRunsGoOn() {
        WorkItem kept = started();
        var sync = new Sync(List.of(
                new Heartbeat.RunProgress(kept.runId(), kept.fence(), 0),
                new Heartbeat.RunProgress("run_of_somebody_else", 3, 0)));

        Sync.Answer answer = Json.read(desktop.call(RpcVerb.SYNC, sync).body().bytes(), Sync.Answer.class);

        assertThat(answer.runs())
                .extracting(Sync.Verdict::runId, Sync.Verdict::verdict, Sync.Verdict::code)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(kept.runId(), "keep", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple(
                                "run_of_somebody_else", "stop", Optional.of(RpcCode.NOT_YOURS.text())));
    }

    @Test
    void aRunThatHasEndedIsToBeStoppedAfterAReconnect() {
        WorkItem item = started();
        desktop.end(item, 1);
        lab.settle(item.runId(), RunState.SUCCEEDED);
        var sync = new Sync(List.of(new Heartbeat.RunProgress(item.runId(), item.fence(), 1)));

        Sync.Answer answer = Json.read(desktop.call(RpcVerb.SYNC, sync).body().bytes(), Sync.Answer.class);

        assertThat(answer.runs().getFirst().verdict()).isEqualTo("stop");
        assertThat(answer.runs().getFirst().code()).contains(RpcCode.ENDED.text());
    }

    @Test
    void aReleasedRunIsStartedAgainWithoutWaitingForItsLease() {
        WorkItem item = started();

        assertThat(release(item).code()).isEqualTo(RpcCode.OK);

        WorkItem second = desktop.nextItem();
        assertThat(second.runId()).isEqualTo(item.runId());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(release(item).code()).isEqualTo(RpcCode.FENCED);
    }

    @Test
    void theReleaseOfTheLastAttemptFailsTheRunWithItsReason() {
        WorkItem first = started();
        release(first);
        WorkItem second = desktop.nextItem();
        release(second);
        WorkItem third = desktop.nextItem();

        release(third);

        assertThat(lab.awaitEnd(first.runId()).errorCode()).contains(RunErrorCode.RUNNER_RESTARTED.text());
    }

    @Test
    void aRecordAloneKeepsTheLease() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        lab.sql("UPDATE runs SET lease_until = now() + interval '9 seconds' WHERE id = $1", item.runId());

        await().atMost(PATIENCE).until(() -> {
            desktop.chunk(item, 1);
            return lab.count(
                            "SELECT count(*) FROM runs WHERE id = $1 AND lease_until > now() + interval '20 seconds'",
                            item.runId())
                    == 1;
        });
    }

    @Test
    void aRunOfAThreadThatWasSettledWithoutANoticeIsFollowedByTheNext() {
        WorkItem first = started();
        Command.PostMessage next = owner.message(thread, "next");
        lab.post(next);

        lab.sql("UPDATE runs SET state = 'succeeded', finished_at = now() WHERE id = $1", first.runId());

        assertThat(desktop.nextItem().runId()).isEqualTo(next.runId());
    }

    private dev.hawser.dispatch.lab.RpcReply release(WorkItem item) {
        return desktop.call(
                RpcVerb.RELEASE,
                new Release(item.runId(), item.fence(), RunErrorCode.RUNNER_RESTARTED.text(), Optional.empty()));
    }

    private static Heartbeat.RunState beat(Desktop from, String run, long fence) {
        var heartbeat = new Heartbeat(List.of(new Heartbeat.RunProgress(run, fence, 0)), 0, Optional.empty());
        return Json.read(from.call(RpcVerb.HEARTBEAT, heartbeat).body().bytes(), Heartbeat.Answer.class)
                .runs()
                .getFirst();
    }
}
