package dev.hawser.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.launcher.folder.PartState;
import dev.hawser.launcher.folder.PartState.Condition;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.folder.StackState.Phase;
import dev.hawser.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StaleProcessesTest {

    private Process left;

    @BeforeEach
    void leaveAProcess() throws IOException {
        left = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        left.destroyForcibly();
    }

    @Test
    void whatAKilledRunLeftIsStopped() {
        var state = stateWith(ProcessIdentity.of(left.toHandle()));

        assertThat(StaleProcesses.stop(state)).containsExactly("gateway");
        assertThat(left.isAlive()).isFalse();
    }

    @Test
    void anotherProcessThatGotTheSameIdIsLeftAlone() {
        ProcessIdentity now = ProcessIdentity.of(left.toHandle());
        var earlier = new ProcessIdentity(now.pid(), now.startedAt().minus(Duration.ofHours(1)), now.command());

        assertThat(StaleProcesses.stop(stateWith(earlier))).isEmpty();
        assertThat(left.isAlive()).isTrue();
    }

    @Test
    void aProcessThatDoesNotEndWhenAskedIsKilled() throws IOException {
        left.destroyForcibly();
        left = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done").start();
        assertThat(left.inputReader().readLine()).isEqualTo("ready");

        StaleProcesses.stop(stateWith(ProcessIdentity.of(left.toHandle())), Duration.ofMillis(300));

        assertThat(left.isAlive()).isFalse();
    }

    private static StackState stateWith(ProcessIdentity identity) {
        var part = new PartState("gateway", Condition.READY, Optional.of(identity), 0, Optional.empty());
        return new StackState(
                Phase.READY,
                new ProcessIdentity(1, Instant.EPOCH, ""),
                Instant.now(),
                "http://127.0.0.1:8080",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(part));
    }
}
