package dev.hawser.harness.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSpecTest {

    @ParameterizedTest
    @ValueSource(strings = {"HAWSER_TOKEN", "HAWSER_AGENT_HOME=x", "", "=x", "A B", "1A", "PA-TH"})
    void refusesWhatMayNotBeInAnEnvironment(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of("true"), List.of(entry)));
    }

    @Test
    void refusesACommandWithoutAProgram() {
        assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of(), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of(" ", "x"), List.of()));
    }

    @Test
    void theAgentsOwnVariablesNeverReachAProgram() {
        Map<String, String> agent = Map.of(
                "PATH", "/bin", "HAWSER_TOKEN", "secret", "AWS_SECRET", "secret", "EDITOR", "ed", "PAGER", "more");

        Map<String, String> environment = CommandEnvironment.of(List.of("EDITOR", "MISSING"), agent, "run_1");

        assertThat(environment)
                .containsExactlyInAnyOrderEntriesOf(Map.of("PATH", "/bin", "EDITOR", "ed", "HAWSER_RUN_ID", "run_1"));
    }

    private static CommandSpec spec(List<String> argv, List<String> env) {
        return new CommandSpec(argv, Path.of("."), env, Duration.ofSeconds(1), CommandSpec.Output.TEXT);
    }
}
