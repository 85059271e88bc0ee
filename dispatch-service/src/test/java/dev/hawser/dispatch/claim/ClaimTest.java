package dev.hawser.dispatch.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkMessage;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import dev.hawser.tunnel.TunnelResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class ClaimTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pushes pushes;

    @Test
    void theWorkItemLeavesOnlyWhenItsClaimIsInTheLog() {
        var logAtArrival = new AtomicReference<List<RunRecord>>(List.of());
        desktop.answerWork(item -> {
            logAtArrival.set(lab.log(lab.run(item.runId())));
            return TunnelResponse.of(202);
        });

        WorkItem item = started();

        assertThat(logAtArrival.get()).singleElement().satisfies(record -> {
            assertThat(record.kind()).isEqualTo(RecordKind.CLAIM);
            assertThat(record.fence()).isEqualTo(item.fence()).isEqualTo(1);
            ClaimBody body = Json.read(record.body().bytes(), ClaimBody.class);
            assertThat(body.from()).isEqualTo(item.nextSeq()).isEqualTo(1);
            assertThat(body.link()).contains(owner.link());
        });
        assertThat(item.attempt()).isEqualTo(1);
        assertThat(item.threadId()).isEqualTo(thread);
        assertThat(lab.count("SELECT count(*) FROM attempts WHERE run = $1 AND link = $2", item.runId(), owner.link()))
                .isEqualTo(1);
    }

    @Test
    void theWorkItemBringsTheSettledMessagesBefore() {
        WorkItem first = started();
        lab.sql("""
                INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, created_by)
                SELECT 'msg_answer_' || id, tenant, owner, thread, id, 'assistant', 2 * position + 1,
                       '[{"type":"text","text":"hi"}]', '{}'
                  FROM runs WHERE id = $1
                """, first.runId());
        lab.settle(first.runId(), RunState.SUCCEEDED);
        lab.post(owner.message(thread, "and now?"));

        WorkItem second = desktop.nextItem();

        assertThat(second.history())
                .extracting(
                        WorkMessage::role,
                        message -> message.parts().getFirst().path("text").asText())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("user", "hello"),
                        org.assertj.core.groups.Tuple.tuple("assistant", "hi"));
    }

    @Test
    void anOfferWhoseHintWasLostIsClaimedByTheSweep() {
        Command.PostMessage message = owner.message(thread, "hello");
        lab.sql("""
                WITH message AS (
                    INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, created_by)
                    SELECT $1, tenant, owner, id, $2, 'user', 2, '[{"type":"text","text":"hello"}]', '{}'
                      FROM threads WHERE id = $3
                ), run AS (
                    INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, position, deadline_at,
                                      state, offer_until)
                    SELECT $2, tenant, owner, id, partition, $1, '{"kind":"user","id":"usr_x","display":"Ann"}', 1,
                           now() + interval '1 hour', 'offered', now()
                      FROM threads WHERE id = $3
                    RETURNING id
                )
                INSERT INTO offers (run, target, deadline, state)
                SELECT id, jsonb_build_object('link', $4::text), now() + interval '1 hour', 'open' FROM run
                """, message.messageId(), message.runId(), thread, owner.link());

        assertThat(desktop.nextItem().runId()).isEqualTo(message.runId());
    }

    @Test
    void anOfflineDesktopFailsTheRunWithinASecondOfItsIntake() {
        desktop.close();
        Command.PostMessage message = owner.message(thread, "anybody there?");

        lab.post(message);
        EndBody end = lab.awaitEnd(message.runId());

        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.errorCode()).contains(RunErrorCode.LINK_OFFLINE.text());
        RunRow run = lab.awaitState(message.runId(), RunState.SETTLING);
        Instant queued = lab.sql("SELECT queued_at FROM runs WHERE id = $1", run.id())
                .iterator()
                .next()
                .getOffsetDateTime("queued_at")
                .toInstant();
        assertThat(Duration.between(queued, lab.storedAt(run))).isLessThan(Duration.ofSeconds(1));
        assertThat(lab.log(run)).extracting(RunRecord::kind).containsExactly(RecordKind.CLAIM, RecordKind.END);
    }

    @Test
    void aThreadThatWaitsForItsDesktopIsAnsweredWhenItComes() {
        lab.sql("UPDATE threads SET policy = '{\"targets\": [], \"onOffline\": \"wait\"}' WHERE id = $1", thread);
        desktop.close();
        Command.PostMessage message = owner.message(thread, "later is fine");
        lab.post(message);
        await().atMost(PATIENCE).until(() -> lab.run(message.runId()).holder().fence() > 0);
        lab.awaitState(message.runId(), RunState.OFFERED);

        desktop = Desktop.online(owner.link());
        desktop.call(RpcVerb.HEARTBEAT, new Heartbeat(List.of(), 4, Optional.empty()));

        WorkItem item = desktop.nextItem();
        assertThat(item.runId()).isEqualTo(message.runId());
        assertThat(item.attempt()).isEqualTo(1);
        assertThat(lab.endOf(item.runId())).isEmpty();
    }

    @Test
    void aBusyDesktopGetsTheRunWhenItHasRoomAgain() {
        desktop.answerWork(item -> TunnelResponse.json(409, "{\"code\":\"busy\",\"freeSlots\":0}".getBytes(UTF_8)));
        lab.post(owner.message(thread, "hello"));
        WorkItem refused = desktop.nextItem();
        lab.awaitState(refused.runId(), RunState.OFFERED);
        desktop.answerWork(item -> TunnelResponse.of(202));

        desktop.call(RpcVerb.HEARTBEAT, new Heartbeat(List.of(), 1, Optional.empty()));

        WorkItem accepted = desktop.nextItem();
        assertThat(accepted.runId()).isEqualTo(refused.runId());
        assertThat(accepted.fence()).isEqualTo(2);
        assertThat(accepted.attempt()).isEqualTo(1);
        assertThat(lab.awaitConfirmed(accepted.runId()).holder().attempts()).isEqualTo(1);
    }

    @Test
    void aDesktopWithoutTheHarnessFailsTheRun() {
        desktop.answerWork(item -> TunnelResponse.json(
                422, "{\"code\":\"unknown_harness\",\"message\":\"no such harness\"}".getBytes(UTF_8)));
        Command.PostMessage message = owner.message(thread, "hello");

        lab.post(message);

        EndBody end = lab.awaitEnd(message.runId());
        assertThat(end.errorCode()).contains(RunErrorCode.UNKNOWN_HARNESS.text());
        assertThat(end.errorText()).contains("no such harness");
    }

    @Test
    void withoutADefiniteAnswerTheSameItemIsPostedAgain() {
        var posts = new AtomicInteger();
        desktop.answerWork(item -> TunnelResponse.of(posts.incrementAndGet() == 1 ? 503 : 202));
        lab.post(owner.message(thread, "hello"));

        WorkItem first = desktop.nextItem();
        WorkItem second = desktop.nextItem();

        assertThat(second).isEqualTo(first);
        assertThat(lab.awaitConfirmed(first.runId()).holder().fence()).isEqualTo(1);
    }

    @Test
    void aPodThatSleptPastTheLeaseOfItsClaimPostsNothing() {
        WorkItem item = started();

        Lab.wait(pushes.push(lab.run(item.runId()), item, System.nanoTime() - 1));

        assertThat(desktop.waitingItems()).isZero();
    }

    @Test
    void anOwnerWithoutAUsableDesktopIsToldAtOnce() {
        lab.sql("UPDATE links SET revoked_at = now() WHERE id = $1", owner.link());
        Command.PostMessage first = owner.message(thread, "one");
        Command.PostMessage second = owner.message(thread, "two");

        lab.post(first);
        lab.post(second);

        assertThat(lab.run(first.runId()).state()).isEqualTo(RunState.FAILED);
        assertThat(lab.errorCode(first.runId())).contains(RunErrorCode.NO_TARGET.text());
        assertThat(lab.errorCode(second.runId())).contains(RunErrorCode.NO_TARGET.text());
        assertThat(lab.log(lab.run(first.runId()))).isEmpty();
    }

    @Test
    void theLinkThatThePolicyNamesIsPreferredToTheOneSeenLast() {
        String other = lab.link(owner);
        lab.sql("UPDATE links SET last_seen_at = now() WHERE id = $1", other);
        lab.sql(
                "UPDATE threads SET policy = jsonb_build_object('targets', jsonb_build_array("
                        + "jsonb_build_object('webhook', 'whk_x'), jsonb_build_object('link', $2::text))) WHERE id = $1",
                thread,
                owner.link());

        WorkItem item = started();

        assertThat(lab.run(item.runId()).holder().link()).contains(owner.link());
    }

    @Test
    void withoutAPolicyTheLinkSeenLastIsChosen() {
        String other = lab.link(owner);
        lab.sql("UPDATE links SET last_seen_at = now() WHERE id = $1", other);
        try (Desktop otherDesktop = Desktop.online(other)) {
            lab.post(owner.message(thread, "hello"));

            assertThat(otherDesktop.nextItem().threadId()).isEqualTo(thread);
            assertThat(desktop.waitingItems()).isZero();
        }
    }

    @Test
    void anOwnerHasNoMoreActiveRunsThanAllowed() {
        for (int i = 0; i < 20; i++) {
            lab.publish(owner.message(lab.thread(owner), "busy"));
        }
        await().atMost(PATIENCE).until(() -> active() == 20);
        Command.PostMessage oneMore = owner.message(thread, "one more");

        lab.post(oneMore);

        assertThat(lab.run(oneMore.runId()).state()).isEqualTo(RunState.QUEUED);
        lab.settle(desktop.nextItem().runId(), RunState.SUCCEEDED);
        await().atMost(PATIENCE).until(() -> lab.run(oneMore.runId()).state() != RunState.QUEUED);
    }

    private long active() {
        return lab.count(
                "SELECT count(*) FROM runs WHERE owner = $1 AND state IN ('offered', 'running', 'settling')",
                owner.user());
    }
}
