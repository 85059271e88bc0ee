package dev.hawser.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Intake;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RunTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final String thread = world.db().thread(owner);

    @Test
    void aRunIsRead() {
        String run = world.db().run(owner, thread, "running");
        world.db().settle(run, "failed", "link_offline", "The desktop is offline.");

        Api.Answer answer = api.get("/api/runs/" + run);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("id")).isEqualTo(run);
        assertThat(answer.text("threadId")).isEqualTo(thread);
        assertThat(answer.text("messageId")).isEqualTo(run.replace("run_", "msg_"));
        assertThat(answer.text("state")).isEqualTo("failed");
        assertThat(answer.text("errorCode")).isEqualTo("link_offline");
        assertThat(answer.text("errorText")).isEqualTo("The desktop is offline.");
        assertThat(answer.json().has("finishedAt")).isTrue();
        assertThat(answer.json().has("startedAt")).isFalse();
    }

    @Test
    void aRunTellsWhoClaimedItAndWhatItsLogSays() {
        String run = world.db().run(owner, thread, "running");
        for (int fence = 1; fence <= 2; fence++) {
            world.db()
                    .update(
                            "INSERT INTO attempts (run, fence, attempt, target, link, pod, reason) VALUES (?, ?, ?, "
                                    + "'{\"link\":\"lnk_1\"}'::jsonb, 'lnk_1', 'dispatch-1', 'busy')",
                            run,
                            fence,
                            fence);
        }
        new LogWriter(thread, run)
                .claim()
                .chunks("{\"type\":\"start\"}", "{\"type\":\"data-x\"}", "{\"type\":\"data-x\"}")
                .fragment(1, 2, "{\"type\":\"da")
                .fragment(2, 2, "ta-y\"}")
                .end(EndBody.failed(RunErrorCode.HARNESS_FAILED, "it broke"));

        JsonNode detail = api.get("/api/runs/" + run).json();
        Api.Answer first = api.get("/api/runs/" + run + "/records?limit=3");
        Api.Answer rest = api.get("/api/runs/" + run + "/records?cursor=" + first.text("nextCursor"));

        assertThat(detail.path("id").asText()).isEqualTo(run);
        assertThat(detail.path("attempts")).hasSize(2);
        assertThat(detail.at("/attempts/1/fence").asInt()).isEqualTo(2);
        assertThat(detail.at("/attempts/0/target/link").asText()).isEqualTo("lnk_1");
        assertThat(first.json().findValuesAsText("kind")).containsExactly("claim", "chunks", "chunks");
        JsonNode chunks = first.json().at("/records/1");
        assertThat(chunks.path("chunks").asInt()).isEqualTo(3);
        assertThat(chunks.path("types").toString()).isEqualTo("[\"start\",\"data-x\"]");
        assertThat(first.json().at("/records/0/body/pod").asText()).isEqualTo("dispatch-1");
        assertThat(first.json().at("/records/2/fragment").asText()).isEqualTo("1/2");
        assertThat(rest.json().findValuesAsText("kind")).containsExactly("chunks", "end");
        assertThat(rest.json().at("/records/1/body/errorText").asText()).isEqualTo("it broke");
        assertThat(api.get("/api/runs/" + run + "/records?cursor=!").problem()).isEqualTo("400 invalid");
    }

    @Test
    void onlyARunThatIsOverIsRetriedAndTwiceIsOnce() {
        String run = world.db().run(owner, thread, "running");
        try (Intake intake = Intake.accepting(thread)) {
            assertThat(api.post("/api/runs/" + run + "/retry", "").problem()).isEqualTo("409 not_over");
            for (String state : new String[] {"failed", "succeeded", "cancelled"}) {
                world.db().settle(run, state, null, null);

                Api.Answer retried = api.post("/api/runs/" + run + "/retry", "");

                assertThat(retried.status()).isEqualTo(202);
                assertThat(retried.text("runId")).isEqualTo(Ids.retryOf(run));
                assertThat(retried.text("messageId")).isEqualTo(run.replace("run_", "msg_"));
            }
            assertThat(intake.stored()).isEqualTo(1);
            assertThat(intake.seen()).first().isInstanceOf(Command.RetryRun.class);
        }
    }

    @Test
    void aRetryWaitsForTheRowOfARunThatItsLogEnded() {
        String run = world.db().run(owner, thread, "running");
        new LogWriter(thread, run).claim().end(EndBody.succeeded());
        try (Intake intake = Intake.accepting(thread)) {
            assertThat(api.post("/api/runs/" + run + "/retry", "").problem()).isEqualTo("503 unavailable");
            assertThat(intake.seen()).isEmpty();

            CompletableFuture<Api.Answer> retried =
                    CompletableFuture.supplyAsync(() -> api.post("/api/runs/" + run + "/retry", ""));
            world.db().settle(run, "succeeded", null, null);

            assertThat(retried.join().text("runId")).isEqualTo(Ids.retryOf(run));
        }
    }

    @Test
    void cancellingIsACommandAndIsAcceptedForRunsThatAreOver() {
        String run = world.db().run(owner, thread, "running");
        try (Intake intake = Intake.accepting(thread)) {
            assertThat(api.post("/api/runs/" + run + "/cancel", "").status()).isEqualTo(202);
            assertThat(api.post("/api/runs/" + run + "/cancel", "").status()).isEqualTo(202);
            assertThat(intake.stored()).isEqualTo(1);
            assertThat(intake.seen()).first().isInstanceOf(Command.CancelRun.class);

            world.db().settle(run, "cancelled", null, null);
            assertThat(api.post("/api/runs/" + run + "/cancel", "").text("state"))
                    .isEqualTo("cancelled");
            assertThat(intake.stored()).isEqualTo(1);
        }
    }

    @Test
    void onlyAQueuedRunIsRemoved() {
        String active = world.db().run(owner, thread, "running");
        String queued = world.db().run(owner, thread, "queued");
        try (Intake intake = Intake.accepting(thread)) {
            assertThat(api.send("DELETE", "/api/runs/" + active, null).problem())
                    .isEqualTo("409 not_queued");
            assertThat(intake.stored()).isZero();
            assertThat(api.send("DELETE", "/api/runs/" + queued, null).status()).isEqualTo(202);
            assertThat(intake.seen()).first().isInstanceOf(Command.RemoveQueued.class);
        }
    }

    @Test
    void aRunOfSomebodyElseDoesNotExist() {
        Db.Owner other = world.db().owner();
        String foreignThread = world.db().thread(other);
        String foreign = world.db().run(other, foreignThread, "queued");
        try (Intake intake = Intake.accepting(foreignThread)) {
            for (String run : new String[] {foreign, "run_00000000000000000000000000", "x"}) {
                assertThat(api.get("/api/runs/" + run).problem()).isEqualTo("404 not_found");
                assertThat(api.get("/api/runs/" + run + "/stream").problem()).isEqualTo("404 not_found");
                for (String command : new String[] {"cancel", "retry"}) {
                    assertThat(api.post("/api/runs/" + run + "/" + command, "").problem())
                            .isEqualTo("404 not_found");
                }
                assertThat(api.get("/api/runs/" + run + "/records").problem()).isEqualTo("404 not_found");
                assertThat(api.send("DELETE", "/api/runs/" + run, null).problem())
                        .isEqualTo("404 not_found");
            }
            assertThat(intake.stored()).isZero();
        }
    }
}
