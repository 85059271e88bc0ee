package dev.hawser.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.launcher.folder.StackFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigurationTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path state;

    @Test
    void theFirstStartConfiguresTheExampleHarnessAndGivesItTexts() {
        var folder = new StackFolder(ROOT, state);

        AgentConfiguration.write(folder);

        assertThat(folder.agent().resolve("agent.yaml"))
                .content()
                .contains(
                        "concordance:",
                        "type: command",
                        "Concordance.java",
                        folder.desktop().toString());
        assertThat(folder.desktop()).isDirectoryContaining("glob:**.txt");
    }

    @Test
    void aConfigurationThatAPersonChangedIsLeftAlone() throws Exception {
        var folder = new StackFolder(ROOT, state);
        AgentConfiguration.write(folder);
        Path file = folder.agent().resolve("agent.yaml");
        Files.writeString(file, "defaultHarness: mine\n");

        AgentConfiguration.write(folder);

        assertThat(file).hasContent("defaultHarness: mine\n");
    }
}
