package dev.hawser.gateway.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Intake;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ThreadTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);

    @Test
    void aThreadIsCreatedAndRead() {
        Api.Answer created = api.post("/api/threads", "{\"title\":\"Trip\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("status")).isEqualTo("idle");
        Api.Answer read = api.get("/api/threads/" + created.text("id"));
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.text("title")).isEqualTo("Trip");
    }

    @Test
    void theClientsOwnIdNamesTheSameThreadAgain() {
        Api.Answer created = api.post("/api/threads", "{\"id\":\"chat-1\"}");
        Api.Answer again = api.post("/api/threads", "{\"id\":\"chat-1\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(created.text("id")).isEqualTo(Ids.threadOf(owner.id(), "chat-1"));
        assertThat(again.text("id")).isEqualTo(created.text("id"));
        assertThat(api.get("/api/threads/chat-1").text("id")).isEqualTo(created.text("id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"title\":\" \"}|400 invalid",
                "{\"id\":\"a b\"}|400 invalid",
                "{\"id\":\"thr_00000000000000000000000000\"}|400 invalid",
                "{\"titel\":\"x\"}|400 malformed",
                "{\"policy\":{\"onOffline\":\"explode\"}}|400 invalid",
                "{\"policy\":{\"waitFor\":\"soon\"}}|400 invalid",
                "{\"policy\":{\"targets\":[{\"link\":\"lnk_x\",\"cluster\":true}]}}|400 malformed",
                "{\"policy\":{\"targets\":[{\"link\":\"lnk_x\"}]}}|404 not_found",
                "{\"title\"|400 malformed",
            })
    void aBadThreadIsRefused(String body, String problem) {
        assertThat(api.post("/api/threads", body).problem()).isEqualTo(problem);
        assertThat(world.db().number("SELECT count(*) FROM threads WHERE owner = ?", owner.id()))
                .isZero();
    }

    @Test
    void threadsAreListedByActivityWithPages() {
        String old = world.db().thread(owner);
        String middle = world.db().thread(owner);
        String recent = world.db().thread(owner);
        world.db().update("UPDATE threads SET created_at = now() - interval '1 hour' WHERE id = ?", middle);
        world.db().update("UPDATE threads SET created_at = now() - interval '2 hours' WHERE id = ?", recent);
        world.db().update("UPDATE threads SET created_at = now() - interval '3 hours' WHERE id = ?", old);
        world.db().run(owner, recent, "running");
        world.db().thread(world.db().owner());

        Api.Answer first = api.get("/api/threads?limit=2");
        Api.Answer second = api.get("/api/threads?limit=2&cursor=" + first.text("nextCursor"));

        assertThat(ids(first)).isEqualTo(recent + " " + middle);
        assertThat(ids(second)).isEqualTo(old);
        assertThat(first.json().at("/threads/0/status").asText()).isEqualTo("running");
    }

    @Test
    void anOwnerHasAtMostTenThousandThreads() {
        world.db().update("""
                INSERT INTO threads (id, tenant, owner, partition, created_by)
                SELECT 'thr_' || lpad(n::text, 26, '0') || ?, ?, ?, 0, '{}' FROM generate_series(1, 9999) n
                """, owner.id(), owner.tenant(), owner.id());

        assertThat(api.post("/api/threads", "{\"id\":\"last\"}").status()).isEqualTo(201);
        assertThat(api.post("/api/threads", "{}").problem()).isEqualTo("429 limit_reached");
        assertThat(api.post("/api/threads", "{\"id\":\"last\"}").status()).isEqualTo(200);
        assertThat(api.get("/api/threads").json().path("threads")).hasSize(50);
        assertThat(api.get("/api/threads?limit=200").json().path("threads")).hasSize(200);
        assertThat(api.get("/api/threads?limit=201").problem()).isEqualTo("400 invalid");
        world.db().update("DELETE FROM threads WHERE owner = ?", owner.id());
    }

    @Test
    void theIdOfADeletedThreadOpensNoOther() {
        String thread = api.post("/api/threads", "{\"id\":\"chat\"}").text("id");
        try (Intake intake = Intake.accepting(thread)) {
            api.send("DELETE", "/api/threads/chat", null);

            assertThat(api.post("/api/threads", "{\"id\":\"chat\"}").problem()).isEqualTo("404 not_found");
            assertThat(intake.seen()).hasSize(1);
        }
    }

    @Test
    void aTitleIsSetAndTakenAway() {
        String thread = world.db().thread(owner);
        world.db().update("UPDATE threads SET auto_title = 'Automatic' WHERE id = ?", thread);
        assertThat(api.get("/api/threads/" + thread).text("title")).isEqualTo("Automatic");

        assertThat(api.send("PATCH", "/api/threads/" + thread, "{\"title\":\"Mine\"}")
                        .text("title"))
                .isEqualTo("Mine");
        assertThat(api.send("PATCH", "/api/threads/" + thread, "{\"policy\":{\"onOffline\":\"wait\"}}")
                        .text("title"))
                .isEqualTo("Mine");
        assertThat(api.send("PATCH", "/api/threads/" + thread, "{\"title\":null}")
                        .text("title"))
                .isEqualTo("Automatic");
        assertThat(api.send("PATCH", "/api/threads/" + thread, "{\"id\":\"x\"}").problem())
                .isEqualTo("400 malformed");
    }

    @Test
    void aDeletedThreadIsGoneAtOnceAndItsDeletionIsACommand() {
        String thread = world.db().thread(owner);
        try (Intake intake = Intake.accepting(thread)) {
            assertThat(api.send("DELETE", "/api/threads/" + thread, null).status())
                    .isEqualTo(202);

            assertThat(api.get("/api/threads/" + thread).problem()).isEqualTo("404 not_found");
            assertThat(ids(api.get("/api/threads"))).isEmpty();
            assertThat(intake.seen()).hasSize(1).first().isInstanceOf(Command.DeleteThread.class);
            assertThat(api.send("DELETE", "/api/threads/" + thread, null).status())
                    .isEqualTo(202);
            assertThat(intake.stored()).isEqualTo(1);
        }
    }

    @Test
    void somebodyElsesThreadCannotBeReadChangedOrDeleted() {
        String foreign = "/api/threads/" + world.db().thread(world.db().owner());

        assertThat(api.get(foreign).problem()).isEqualTo("404 not_found");
        assertThat(api.send("PATCH", foreign, "{\"title\":\"x\"}").problem()).isEqualTo("404 not_found");
        assertThat(api.send("DELETE", foreign, null).problem()).isEqualTo("404 not_found");
    }

    private static String ids(Api.Answer page) {
        var ids = new StringJoiner(" ");
        page.json().path("threads").forEach(thread -> ids.add(thread.path("id").asText()));
        return ids.toString();
    }
}
