package dev.hawser.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.launcher.folder.PartState.Condition;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedPartTest {

    @TempDir
    Path folder;

    private WatchedPart part = new WatchedPart(program("sleep 600"), () -> {});

    @AfterEach
    void stop() {
        part.stop();
    }

    @Test
    void aPartThatIsKilledIsStartedAgain() {
        part = new WatchedPart(program("touch ready; exec sleep 600"), () -> {});
        part.start();
        long first = pid();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().untilAsserted(() -> {
            assertThat(part.state().condition()).isEqualTo(Condition.READY);
            assertThat(part.state().restarts()).isEqualTo(1);
            assertThat(pid()).isNotEqualTo(first);
        });
    }

    @Test
    void aPartThatKeepsEndingSaysSoAndIsTriedAgain() throws Exception {
        Path broken = folder.resolve("broken");
        part = new WatchedPart(program("test -e broken && exit 7; touch ready; exec sleep 600"), () -> {});
        part.start();

        Files.createFile(broken);
        Files.delete(folder.resolve("ready"));
        ProcessHandle.of(pid()).orElseThrow().destroyForcibly();

        await().untilAsserted(
                        () -> assertThat(part.state().message().orElse("")).contains("exit code 7"));
        assertThat(part.state().condition()).isEqualTo(Condition.RESTARTING);
        Files.delete(broken);
        await().untilAsserted(() -> assertThat(part.state().condition()).isEqualTo(Condition.READY));
        assertThat(part.state().restarts()).isGreaterThan(1);
    }

    @Test
    void aPartThatNeverBecomesReadyFailsTheStartWithTheEndOfItsLog() {
        part = new WatchedPart(program("echo 'port is taken'; exit 3"), () -> {});

        assertThatThrownBy(() -> part.start())
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("port is taken");
    }

    @Test
    void aStoppedPartStaysStopped() {
        part = new WatchedPart(program("touch ready; exec sleep 600"), () -> {});
        part.start();
        long pid = pid();

        part.stop();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(part.state().condition()).isEqualTo(Condition.STOPPED);
    }

    private long pid() {
        return part.state().process().orElseThrow().pid();
    }

    private ProgramPart program(String script) {
        return new ProgramPart(
                "program",
                () -> ProcessPlan.of(
                        "program", List.of("sh", "-c", script), folder, Map.of(), folder.resolve("program.log")),
                () -> Files.exists(folder.resolve("ready")));
    }
}
