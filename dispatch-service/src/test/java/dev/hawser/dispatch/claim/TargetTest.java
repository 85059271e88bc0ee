package dev.hawser.dispatch.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.lab.Sweeps;
import dev.hawser.dispatch.run.RunState;
import dev.hawser.tunnel.TunnelResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An offer goes round the targets of its run; the first desktop is {@code desktop}. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class TargetTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Sweeps sweeps;

    private String second;
    private Desktop other;

    @BeforeEach
    void aSecondDesktop() {
        second = lab.link(owner);
        other = Desktop.online(second);
    }

    @AfterEach
    void theSecondDesktopGoesOffline() {
        other.close();
        sweeps.resume();
    }

    @Test
    void theNextTargetIsTriedAtOnceAndNotByASweep() {
        bothInOrder("fail");
        desktop.answerWork(item -> refused());
        sweeps.pause();

        lab.post(owner.message(thread, "hello"));

        assertThat(desktop.nextItem().fence()).isEqualTo(1);
        assertThat(other.nextItem().fence()).isEqualTo(2);
    }

    @Test
    void whereTheFirstTargetIsOfflineTheNextOneGetsTheRunWithinASecond() {
        bothInOrder("fail");
        desktop.close();
        Command.PostMessage message = owner.message(thread, "hello");
        long posted = System.nanoTime();

        lab.post(message);

        WorkItem item = other.nextItem();
        assertThat(Duration.ofNanos(System.nanoTime() - posted)).isLessThan(Duration.ofSeconds(1));
        assertThat(item.runId()).isEqualTo(message.runId());
        assertThat(item.attempt()).isEqualTo(1);
        assertThat(lab.awaitConfirmed(item.runId()).holder().link()).contains(second);
    }

    @Test
    void whereAllTargetsAreBusyAnyOfThemThatHasRoomAgainGetsTheRun() {
        bothInOrder("fail");
        desktop.answerWork(item -> busy());
        other.answerWork(item -> busy());
        lab.post(owner.message(thread, "hello"));
        desktop.nextItem();
        WorkItem refused = other.nextItem();
        lab.awaitState(refused.runId(), RunState.OFFERED);
        other.answerWork(item -> TunnelResponse.of(202));

        other.call(RpcVerb.HEARTBEAT, new Heartbeat(List.of(), 1, Optional.empty()));

        assertThat(other.nextItem().runId()).isEqualTo(refused.runId());
        assertThat(lab.awaitConfirmed(refused.runId()).holder().attempts()).isEqualTo(1);
    }

    @Test
    void aBusyTargetBesideAnOfflineOneNeverFailsTheRun() {
        bothInOrder("fail");
        desktop.answerWork(item -> busy());
        other.close();
        Command.PostMessage message = owner.message(thread, "hello");

        lab.post(message);

        desktop.nextItem();
        await().atMost(PATIENCE).until(() -> rests(message.runId()));
        assertThat(lab.run(message.runId()).endIntent()).isEmpty();
    }

    @Test
    void aRefusalGoesToTheNextTargetAndTheLastOneFailsTheRun() {
        bothInOrder("wait");
        desktop.answerWork(item -> refused());
        other.answerWork(item -> refused());
        Command.PostMessage message = owner.message(thread, "hello");

        lab.post(message);

        assertThat(lab.awaitEnd(message.runId()).errorCode()).contains(RunErrorCode.UNKNOWN_HARNESS.text());
        assertThat(desktop.nextItem().fence()).isEqualTo(1);
        assertThat(other.nextItem().fence()).isEqualTo(2);
    }

    @Test
    void aPausedDesktopGetsNothingUntilItIsResumed() {
        lab.sql(
                "UPDATE threads SET policy = jsonb_build_object('targets', jsonb_build_array("
                        + "jsonb_build_object('link', $2::text)), 'onOffline', 'wait') WHERE id = $1",
                thread,
                owner.link());
        lab.sql("UPDATE links SET paused = true WHERE id = $1", owner.link());
        Command.PostMessage message = owner.message(thread, "hello");
        lab.post(message);
        await().atMost(PATIENCE).until(() -> rests(message.runId()));
        assertThat(lab.run(message.runId()).holder().fence()).isZero();

        lab.sql("UPDATE links SET paused = false WHERE id = $1", owner.link());
        desktop.call(RpcVerb.HEARTBEAT, new Heartbeat(List.of(), 4, Optional.empty()));

        assertThat(desktop.nextItem().runId()).isEqualTo(message.runId());
    }

    @Test
    void aDesktopThatWasPausedAfterTheOfferIsPassedOver() {
        bothInOrder("fail");
        desktop.answerWork(item -> busy());
        other.answerWork(item -> busy());
        lab.post(owner.message(thread, "hello"));
        WorkItem item = other.nextItem();
        desktop.nextItem();
        await().atMost(PATIENCE).until(() -> rests(item.runId()));
        other.answerWork(work -> TunnelResponse.of(202));

        lab.sql("UPDATE links SET paused = true WHERE id = $1", owner.link());
        lab.sql("UPDATE runs SET offer_until = now() WHERE id = $1", item.runId());

        assertThat(other.nextItem().runId()).isEqualTo(item.runId());
        assertThat(desktop.waitingItems()).isZero();
    }

    @Test
    void aRunThatMayWaitFailsWhenItsTimeToWaitIsOver() {
        lab.sql("""
                UPDATE threads SET policy = '{"targets": [], "onOffline": "wait", "waitFor": "PT1.5S"}' WHERE id = $1
                """, thread);
        lab.sql("UPDATE links SET last_seen_at = now() WHERE id = $1", owner.link());
        desktop.close();
        Command.PostMessage message = owner.message(thread, "hello");

        lab.post(message);

        await().atMost(PATIENCE).until(() -> rests(message.runId()));
        assertThat(lab.awaitEnd(message.runId()).errorCode()).contains(RunErrorCode.LINK_OFFLINE.text());
    }

    @Test
    void aStartedRunGoesToTheOtherTargetOfItsPolicyWhenItsDesktopIsUnreachable() {
        bothInOrder("fail");
        WorkItem first = started();
        desktop.close();

        lab.leaseEnds(first.runId());

        WorkItem again = other.nextItem();
        assertThat(again.fence()).isEqualTo(2);
        assertThat(again.attempt()).isEqualTo(2);
        desktop = Desktop.online(owner.link());
        assertThat(desktop.chunk(first, 1).code()).isEqualTo(RpcCode.NOT_YOURS);
        assertThat(other.chunk(again, 1).code()).isEqualTo(RpcCode.OK);
    }

    @Test
    void aStartedRunStaysWithItsDesktopWhereNoOtherTargetIsNamed() {
        lab.sql("UPDATE links SET last_seen_at = now() WHERE id = $1", owner.link());
        WorkItem first = started();
        lab.sql("UPDATE links SET last_seen_at = now() + interval '1 minute' WHERE id = $1", second);
        desktop.close();

        lab.leaseEnds(first.runId());

        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> {
            var row = lab.run(first.runId());
            return row.state() == RunState.RUNNING && row.holder().fence() == 1;
        });
        assertThat(other.waitingItems()).isZero();
    }

    @Test
    void aRunThatStartedOnceIsNotFailedBecauseItsDesktopIsAwayAtTheNextAttempt() {
        lab.sql("UPDATE links SET last_seen_at = now() WHERE id = $1", owner.link());
        WorkItem first = started();
        var release = new Release(first.runId(), first.fence(), "runner_restarted", Optional.of(300L));

        desktop.call(RpcVerb.RELEASE, release);
        desktop.close();

        await().atMost(PATIENCE).until(() -> lab.run(first.runId()).holder().fence() > 1 && rests(first.runId()));
        assertThat(lab.run(first.runId()).endIntent()).isEmpty();
    }

    @Test
    void aRunOfADesktopThatWasRemovedFailsAtTheEndOfItsLease() {
        lab.sql("DELETE FROM links WHERE id = $1", second);
        WorkItem item = started();
        lab.sql("UPDATE links SET revoked_at = now() WHERE id = $1", owner.link());
        desktop.close();

        lab.leaseEnds(item.runId());

        assertThat(lab.awaitEnd(item.runId()).errorCode()).contains(RunErrorCode.NO_TARGET.text());
    }

    private boolean rests(String run) {
        return lab.count("""
                SELECT count(*) FROM runs JOIN offers ON offers.run = runs.id
                 WHERE runs.id = $1 AND runs.state = 'offered' AND offers.waiting_for IS NOT NULL
                """, run) == 1;
    }

    private void bothInOrder(String onOffline) {
        lab.sql(
                "UPDATE threads SET policy = jsonb_build_object('onOffline', $4::text, 'targets', jsonb_build_array("
                        + "jsonb_build_object('link', $2::text), jsonb_build_object('link', $3::text))) WHERE id = $1",
                thread,
                owner.link(),
                second,
                onOffline);
    }

    private static TunnelResponse busy() {
        return TunnelResponse.json(409, "{\"code\":\"busy\",\"freeSlots\":0}".getBytes(UTF_8));
    }

    private static TunnelResponse refused() {
        return TunnelResponse.json(422, "{\"code\":\"unknown_harness\",\"message\":\"none\"}".getBytes(UTF_8));
    }
}
