package dev.hawser.dispatch.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.ingest.LogCheck;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.RpcReply;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunState;
import dev.hawser.localstack.HawserStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** NATS or Postgres is away for a while: runs go on, cancels are carried out, no attempt is lost. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
@EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
class OutageTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STALL = Duration.ofSeconds(35);

    @Test
    @DisplayName("decocms-runs W6 W12: an end that could not be appended is appended when the broker is back")
    void aCancelThatWasAcceptedBeforeTheBrokerDiedIsCarriedOutAfterIt() {
        WorkItem item = started();

        HawserStack.shared().nats().kill();
        lab.sql(
                "UPDATE runs SET end_intent = $2::text::jsonb, cancel_requested_at = now() WHERE id = $1",
                item.runId(),
                Json.text(EndBody.cancelled()));
        HawserStack.shared().nats().restart();

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> lab.endOf(item.runId()).isPresent());
        assertThat(lab.endOf(item.runId()).orElseThrow().outcome()).isEqualTo(Outcome.CANCELLED);
        lab.awaitState(item.runId(), RunState.SETTLING);
    }

    @Test
    @DisplayName("decocms-runs W12: a cancel that arrives while Postgres is stalled is carried out when it goes on")
    void aCancelDuringAStallOfPostgresIsCarriedOutAfterIt() {
        WorkItem item = started();
        var cancel = new Command.CancelRun(owner.tenant(), owner.user(), thread, item.runId(), owner.by());

        HawserStack.shared().postgres().suspend();
        try {
            lab.publish(cancel);
            elapse(Duration.ofSeconds(8));
        } finally {
            HawserStack.shared().postgres().resume();
        }

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> lab.endOf(item.runId()).isPresent());
        assertThat(lab.count("SELECT count(*) FROM dead_letters WHERE thread = $1", thread))
                .isZero();
    }

    @Test
    @DisplayName("decocms-runs W7: the broker is restarted under a run: its log stays whole")
    void aRestartOfTheBrokerLeavesTheLogWhole() {
        WorkItem item = started();
        desktop.chunk(item, 1);

        HawserStack.shared().nats().restart();

        for (long seq = 2; seq <= 5; seq++) {
            deliver(item, seq);
        }
        assertThat(LogCheck.visible(lab.log(lab.run(item.runId())))).hasSize(5);
    }

    @Test
    @DisplayName("decocms-runs W5: a stall of Postgres longer than a lease costs no attempt")
    void noAttemptIsLostByAStallOfPostgresThatIsLongerThanALease() {
        WorkItem item = started();
        desktop.hold(new RunFence(item.runId(), item.fence()));
        desktop.chunk(item, 1);

        HawserStack.shared().postgres().suspend();
        try {
            elapse(STALL);
        } finally {
            HawserStack.shared().postgres().resume();
        }

        deliver(item, 2);
        await().during(Duration.ofSeconds(5))
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> lab.run(item.runId()).holder().fence() == item.fence());
        assertThat(desktop.waitingItems()).isZero();
    }

    private void deliver(WorkItem item, long seq) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            RpcReply reply = desktop.chunk(item, seq);
            return reply.code() == RpcCode.OK;
        });
    }

    private static void elapse(Duration time) {
        long begin = System.nanoTime();
        await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() - begin > time.toNanos());
    }
}
