package dev.hawser.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.agent.config.AgentHome;
import dev.hawser.agent.farside.FarSide;
import dev.hawser.agent.farside.Gateway;
import dev.hawser.agent.local.AgentHealth;
import dev.hawser.agent.local.LocalClient;
import dev.hawser.agent.outbox.OutboxFixture;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.work.WorkItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, which is stopped, killed and started again. */
class AgentProcessTest {

    @TempDir
    private Path folder;

    private AgentHome home;
    private FarSide far;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        far = new FarSide(folder.resolve("far"));
        home = AgentHome.in(folder.resolve("home"));
        home.create();
        Files.writeString(home.token(), Gateway.TOKEN);
        Files.writeString(home.settings(), """
                harnesses:
                  stubborn:
                    type: command
                    argv: [sh, -c, "trap '' TERM HUP PIPE; echo $$ > %s; while :; do sleep 600; done"]
                """.formatted(pidFile()));
    }

    @AfterEach
    void stopAll() {
        started.forEach(Process::destroyForcibly);
        far.close();
    }

    @Test
    void afterAKillTheRunIsGivenBackAndItsProgramIsGone() throws IOException, InterruptedException {
        Process agent = up();
        WorkItem item = item("stubborn", "hello");
        far.dispatch().push(item);
        await().until(() -> Files.exists(pidFile()) && Files.size(pidFile()) > 1);
        long program = Long.parseLong(Files.readString(pidFile()).strip());

        kill(agent);
        assertThat(ProcessHandle.of(program)).as("left behind").isPresent();
        up();

        await().until(() -> far.dispatch()
                .releases()
                .equals(List.of(new Release(item.runId(), 1, "runner_restarted", Optional.empty()))));
        await().until(() ->
                ProcessHandle.of(program).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(far.dispatch().log(item.runId()).ended()).isFalse();
        assertThat(far.dispatch().push(item).status())
                .as("the same attempt again")
                .isEqualTo(409);
    }

    @Test
    void afterAKillAnEndThatWasStoredIsDelivered() throws IOException, InterruptedException {
        Process agent = up();
        far.dispatch().silent(true);
        WorkItem item = item("echo", "many:5000");
        far.dispatch().push(item);
        await().until(() -> health().activeRuns() == 0 && health().heldRuns() == 1);

        kill(agent);
        far.dispatch().silent(false);
        up();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> far.dispatch().log(item.runId()).ended());
        assertThat(text(item)).isEqualTo(numbered(5_000));
        assertThat(far.dispatch().releases()).isEmpty();
    }

    /** Killed again and again at random moments, the run ends once, whole, or is given back. */
    @Test
    void killedAtAnyMomentARunHasExactlyOneEffect() throws IOException, InterruptedException {
        for (int round = 0; round < 5; round++) {
            Process agent = up();
            WorkItem item = item("echo", "slow:40x10");
            far.dispatch().push(item);
            long seen = round * 9L;
            await().until(() -> far.dispatch().log(item.runId()).lastSeq() >= Math.min(seen, 20)
                    || far.dispatch().log(item.runId()).ended());

            kill(agent);
            Process next = up();

            await().until(() ->
                    isReleased(item) || far.dispatch().log(item.runId()).ended());
            assertThat(isReleased(item) && far.dispatch().log(item.runId()).ended())
                    .as("both given back and ended")
                    .isFalse();
            if (far.dispatch().log(item.runId()).ended()) {
                assertThat(text(item)).isEqualTo(numbered(40));
            }
            kill(next);
        }
    }

    @Test
    void aRequestToStopLetsRunsEndAndDeliversThem() throws IOException, InterruptedException {
        Process agent = up();
        WorkItem item = item("echo", "slow:50x20");
        far.dispatch().push(item);
        await().until(() -> far.dispatch().log(item.runId()).lastSeq() >= 3);

        agent.destroy();

        assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(far.dispatch().log(item.runId()).ended()).isTrue();
        assertThat(text(item)).isEqualTo(numbered(50));
        assertThat(Files.exists(home.socket())).isFalse();
    }

    @Test
    void aRunThatDoesNotEndInTimeIsGivenBackWhenTheAgentStops() throws IOException, InterruptedException {
        Process agent = up("--drain", "PT0.3S");
        WorkItem item = item("echo", "slow:100000x20");
        far.dispatch().push(item);
        await().until(() -> far.dispatch().log(item.runId()).lastSeq() >= 3);

        agent.destroy();

        assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(far.dispatch().releases())
                .containsExactly(new Release(item.runId(), 1, "runner_restarted", Optional.empty()));
        assertThat(far.dispatch().log(item.runId()).ended()).isFalse();
    }

    private Process up(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hawser.agent.LinkAgent",
                "up",
                "--foreground",
                "--server",
                far.gateway().url().toString()));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(AgentHome.VARIABLE, home.config().toString());
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("agent.log").toFile()));
        Process process = builder.start();
        started.add(process);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> new LocalClient(home.socket())
                        .health()
                        .filter(health -> health.state() == AgentHealth.State.HEALTHY && health.pid() == process.pid())
                        .isPresent());
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private AgentHealth health() {
        return new LocalClient(home.socket()).health().orElseThrow();
    }

    private Path pidFile() {
        return folder.resolve("program.pid");
    }

    private boolean isReleased(WorkItem item) {
        return far.dispatch().releases().stream()
                .anyMatch(release -> release.runId().equals(item.runId()));
    }

    private static WorkItem item(String harness, String question) {
        return OutboxFixture.item(Ids.next(IdPrefix.RUN), 1, 1, harness, question);
    }

    private String text(WorkItem item) {
        return far.dispatch().log(item.runId()).lines().stream()
                .map(Json::tree)
                .filter(chunk -> "text-delta".equals(chunk.path("type").asText()))
                .map(chunk -> chunk.path("delta").asText())
                .collect(Collectors.joining());
    }

    private static String numbered(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "chunk-" + i).collect(Collectors.joining(" "));
    }
}
