package dev.hawser.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.farside.FarSide;
import dev.hawser.agent.farside.RunningAgent;
import dev.hawser.agent.outbox.LogModel;
import dev.hawser.agent.outbox.OutboxFixture;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.work.WorkItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged and then lost is sent again, as long as it is not stored for good. */
class AgentRefillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private FarSide far;
    private RunningAgent agent;

    @BeforeEach
    void link() throws IOException, InterruptedException {
        far = new FarSide(folder.resolve("far"));
        agent = new RunningAgent(folder.resolve("agent"), far.gateway().url(), AgentConfig.EMPTY).awaitLinked();
    }

    @AfterEach
    void stop() {
        agent.close();
        far.close();
    }

    @Test
    @DisplayName("decocms-runs W1: records that the log lost are sent again when a heartbeat's answer asks for them")
    void aLogThatLostItsTailGetsItAgainAfterAHeartbeat() {
        far.dispatch().projecting(false);
        LogModel log = ended("slow:5x10");
        List<String> whole = log.lines();

        log.lose(2);
        ended("something else, so that a heartbeat goes out");

        await().atMost(PATIENCE).until(log::ended);
        assertThat(log.lines()).isEqualTo(whole);
        far.dispatch().projecting(true);
        await().atMost(PATIENCE).until(() -> agent.agent().health().outboxBytes() == 0);
    }

    @Test
    @DisplayName("decocms-runs W1: also a run that is over for the services is refilled when its log lost records")
    void anEndedRunIsRefilledAfterAReconnect() throws InterruptedException {
        far.dispatch().projecting(false);
        far.dispatch().endedForAll(true);
        LogModel log = ended("slow:5x10");
        List<String> whole = log.lines();

        far.nats().kill();
        log.lose(0);
        far.nats().restart();

        await().atMost(PATIENCE).until(log::ended);
        assertThat(log.lines()).isEqualTo(whole);
    }

    @Test
    @DisplayName("decocms-runs W9: a full log makes the agent wait and loses nothing")
    void aLogThatIsFullGetsEverythingWhenItHasRoomAgain() {
        far.dispatch().overloaded(true);
        WorkItem item = push("slow:20x5");
        await().atMost(PATIENCE).until(() -> far.dispatch().refusals() > 2);
        assertThat(far.dispatch().log(item.runId()).records()).isEmpty();

        far.dispatch().overloaded(false);

        await().atMost(PATIENCE).until(() -> far.dispatch().log(item.runId()).ended());
        assertThat(far.dispatch().releases()).isEmpty();
    }

    private LogModel ended(String question) {
        LogModel log = far.dispatch().log(push(question).runId());
        await().atMost(PATIENCE).until(log::ended);
        return log;
    }

    private WorkItem push(String question) {
        WorkItem item = OutboxFixture.item(Ids.next(IdPrefix.RUN), 1, 1, "echo", question);
        assertThat(far.dispatch().push(item).status()).isEqualTo(202);
        return item;
    }
}
