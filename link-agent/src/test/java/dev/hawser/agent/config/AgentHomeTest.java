package dev.hawser.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentHomeTest {

    @TempDir
    private Path folder;

    @Test
    void oneVariableNamesOneFolderForEverything() {
        AgentHome home = AgentHome.of(Map.of("HAWSER_AGENT_HOME", "/h", "XDG_STATE_HOME", "/s"));

        assertThat(home).isEqualTo(new AgentHome(Path.of("/h"), Path.of("/h/state"), Path.of("/h/data")));
        assertThat(home.settings()).isEqualTo(Path.of("/h/agent.yaml"));
    }

    @Test
    void otherwiseTheFoldersOfTheDesktopAreUsed() {
        AgentHome home = AgentHome.of(Map.of("HOME", "/home/me", "XDG_STATE_HOME", "/s"));

        assertThat(home)
                .isEqualTo(new AgentHome(
                        Path.of("/home/me/.config/hawser"),
                        Path.of("/s/hawser"),
                        Path.of("/home/me/.local/share/hawser")));
    }

    @Test
    void theFoldersAreForThisUserAlone() throws IOException {
        AgentHome home = AgentHome.in(folder.resolve("new"));

        home.create();

        for (Path made : new Path[] {home.config(), home.state(), home.data(), home.runLogs()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void thePathOfTheSocketIsShortEnoughForEverySystem() {
        Path deep = Path.of("/a").resolve("deep/".repeat(40));

        assertThat(AgentHome.in(deep).socket().toString()).hasSizeLessThanOrEqualTo(100);
        assertThat(AgentHome.in(deep).socket()).isEqualTo(AgentHome.in(deep).socket());
        assertThat(AgentHome.in(deep).socket())
                .isNotEqualTo(AgentHome.in(deep.resolve("er")).socket());
    }
}
