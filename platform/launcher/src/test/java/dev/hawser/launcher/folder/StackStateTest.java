package dev.hawser.launcher.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.launcher.LauncherException;
import dev.hawser.launcher.folder.PartState.Condition;
import dev.hawser.launcher.folder.StackState.Phase;
import dev.hawser.localstack.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() {
        var identity = new ProcessIdentity(42, Instant.parse("2026-01-02T03:04:05.670Z"), "/usr/bin/java");
        var state = new StackState(
                Phase.STARTING,
                identity,
                Instant.parse("2026-01-02T03:04:06Z"),
                "http://127.0.0.1:8080",
                Map.of("gateway", 8080),
                Optional.of("nats://127.0.0.1:4222"),
                Optional.empty(),
                List.of(
                        new PartState("nats", Condition.READY, Optional.of(identity), 2, Optional.empty()),
                        new PartState("agent", Condition.WAITING, Optional.empty(), 0, Optional.of("why"))));
        Path file = folder.resolve("state.json");

        state.write(file);

        assertThat(StackState.read(file)).contains(state);
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("state.json"), "{");

        assertThatThrownBy(() -> StackState.read(file))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining(file.toString());
    }
}
