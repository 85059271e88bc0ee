package dev.hawser.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir
    Path folder;

    @Test
    void aChildThatIgnoresARequestToEndIsKilledWithAllBelowIt() {
        ChildProcess child = start("trap '' TERM; sleep 600 & echo ready; while :; do sleep 1; done");
        child.awaitReady(() -> log().contains("ready"), Duration.ofSeconds(10));
        List<ProcessHandle> below =
                ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
        assertThat(below).isNotEmpty();

        child.stop(Signal.TERM, Duration.ofMillis(200));

        assertThat(child.isAlive()).isFalse();
        await().untilAsserted(() -> assertThat(below).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aChildThatEndsBeforeItIsReadyTellsWithItsLog() {
        ChildProcess child = start("echo 'no such port'; exit 4");

        assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofSeconds(10)))
                .hasMessageContaining("exit code 4")
                .hasMessageContaining("no such port");
    }

    @Test
    void aFrozenChildCanBeStopped() {
        ChildProcess child = start("exec sleep 600");
        child.signal(Signal.STOP);

        child.stop(Signal.TERM, Duration.ofSeconds(10));

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aChildDoesNotOutliveAJvmThatIsKilled() throws Exception {
        assumeThat(Programs.find("setpriv")).as("setpriv, of util-linux").isPresent();
        Path pidFile = folder.resolve("pid");
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pidFile));
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
        assertThat(child.isAlive()).isTrue();

        parent.destroyForcibly();

        await().untilAsserted(() -> assertThat(child.isAlive()).isFalse());
    }

    @Test
    void aProcessIsKnownByItsStartNotByItsIdAlone() {
        ChildProcess child = start("exec sleep 600");
        ProcessIdentity identity = child.identity();
        var anHourAgo = new ProcessIdentity(
                identity.pid(), identity.startedAt().minus(Duration.ofHours(1)), identity.command());

        assertThat(identity.find()).isPresent();
        assertThat(anHourAgo.find()).isEmpty();
        child.kill();
        assertThat(identity.find()).isEmpty();
    }

    /** A JVM that starts a child and goes on. */
    static final class Parent {

        private Parent() {}

        /** Writes the child's id into the file {@code pid} of the folder that the argument names. */
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            ChildProcess child = ChildProcess.start(
                    ProcessPlan.of("child", List.of("sleep", "600"), folder, Map.of(), folder.resolve("child.log")));
            Files.writeString(folder.resolve("pid.new"), Long.toString(child.pid()));
            Files.move(folder.resolve("pid.new"), folder.resolve("pid"));
            child.exit().join();
        }
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(
                ProcessPlan.of("child", List.of("sh", "-c", script), folder, Map.of(), folder.resolve("child.log")));
    }

    private String log() {
        return Folders.read(folder.resolve("child.log"));
    }
}
