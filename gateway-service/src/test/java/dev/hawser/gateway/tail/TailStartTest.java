package dev.hawser.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Intake;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which run a tail tells, and when it has nothing to tell. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class TailStartTest {

    private static final String HELLO = "{\"parts\":[{\"type\":\"text\",\"text\":\"hello\"}]}";

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final String thread = world.db().thread(owner);

    @Test
    void aTailRightAfterTheAcceptanceWaitsForIntake() throws Exception {
        try (Intake intake = Intake.accepting(thread)) {
            String run = api.post("/api/threads/" + thread + "/messages", HELLO).text("runId");
            CompletableFuture<List<String>> thread1 = told(stream());
            CompletableFuture<List<String>> run1 = told("/api/runs/" + run + "/stream");

            world.db().intake(owner, thread, run, "running");
            new LogWriter(thread, run)
                    .claim()
                    .chunks("{\"type\":\"start-step\"}")
                    .end(EndBody.succeeded());

            assertThat(thread1.get()).containsExactly("{\"type\":\"start-step\"}", "{\"type\":\"finish\"}", "[DONE]");
            assertThat(run1.get()).isEqualTo(thread1.get());
            assertThat(intake.seen()).hasSize(1).first().isInstanceOf(Command.PostMessage.class);
            assertThat(intake.carriedOut()).isTrue();
        }
    }

    @Test
    void anIdleThreadIsToldAtOnceWhateverOtherThreadsWaitFor() {
        String busy = world.db().thread(owner);
        try (Intake intake = Intake.accepting(busy)) {
            api.post("/api/threads/" + busy + "/messages", HELLO);
            long start = System.nanoTime();

            try (Tail tail = api.tail(stream())) {
                assertThat(tail.status()).isEqualTo(204);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("far less than the wait for an intake")
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(intake.carriedOut()).isTrue();
        }
    }

    @Test
    void theActiveRunIsToldBeforeThoseThatWait() {
        String active = world.db().run(owner, thread, "running");
        world.db().run(owner, thread, "queued");
        try (Tail tail = api.tail(stream())) {
            new LogWriter(thread, active).claim().chunks("{\"type\":\"start-step\"}");

            assertThat(tail.next(1).getFirst().id()).startsWith(active);
            assertThat(tail.header("X-Hawser-Run")).isEqualTo(active);
        }
    }

    @Test
    @DisplayName("decocms-runs W6: a run without a chunk ends its tail at once, with its reason")
    void aRunWithoutAChunkEndsItsTailAtOnce() {
        String run = world.db().run(owner, thread, "running");
        try (Tail tail = api.tail(stream())) {
            new LogWriter(thread, run).claim().end(EndBody.failed(RunErrorCode.HARNESS_FAILED, "exit code 3"));

            assertThat(tail.rest().stream().map(Tail.Event::data))
                    .containsExactly("{\"type\":\"error\",\"errorText\":\"exit code 3\"}", "[DONE]");
        }
    }

    @Test
    @DisplayName("decocms-runs W1, W8: a tail tells one run, nothing of the runs before it")
    void aTailTellsOneRunAndNothingOfTheRunsBeforeIt() {
        String first = world.db().run(owner, thread, "running");
        new LogWriter(thread, first).claim().chunks("{\"type\":\"start-step\"}").end(EndBody.succeeded());
        world.db().settle(first, "succeeded", null, null);
        String second = world.db().run(owner, thread, "running");
        new LogWriter(thread, second)
                .claim()
                .chunks("{\"type\":\"finish-step\"}")
                .end(EndBody.succeeded());

        try (Tail tail = api.tail(stream())) {
            assertThat(tail.rest().stream().map(Tail.Event::data))
                    .containsExactly("{\"type\":\"finish-step\"}", "{\"type\":\"finish\"}", "[DONE]");
        }
    }

    private String stream() {
        return "/api/threads/" + thread + "/stream";
    }

    private CompletableFuture<List<String>> told(String path) {
        var told = new CompletableFuture<List<String>>();
        Thread.startVirtualThread(() -> {
            try (Tail tail = api.tail(path)) {
                told.complete(tail.rest().stream().map(Tail.Event::data).toList());
            }
        });
        return told;
    }
}
