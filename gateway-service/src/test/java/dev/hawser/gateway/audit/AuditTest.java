package dev.hawser.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.gateway.identity.TestCookies;
import dev.hawser.gateway.pairing.Pairing;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class AuditTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);

    @Test
    void whatHappensToCredentialsAndLinksIsWrittenDown() {
        Api.Answer token = api.post("/api/tokens", "{\"name\":\"nightly build\"}");
        Api.withToken(token.text("token")).get("/api/threads");
        Api.withToken(token.text("token")).get("/api/threads");
        api.send("DELETE", "/api/tokens/" + token.text("id"), null);
        Pairing.begin("intruder").decide(owner, "deny");
        Pairing.begin("laptop").decide(owner, "approve");
        String link = api.get("/api/links").json().at("/links/0/id").asText();
        api.send("DELETE", "/api/links/" + link, null);
        Api.anonymous().post("/api/sign-out", "", "Cookie", TestCookies.of(owner), "Sec-Fetch-Site", "same-origin");

        assertThat(actions(api.get("/api/audit").json()))
                .containsExactly(
                        "signed_out",
                        "link_revoked laptop",
                        "link_paired laptop",
                        "link_denied intruder",
                        "token_revoked nightly build",
                        "token_used nightly build",
                        "token_made nightly build",
                        "token_used test");
        JsonNode made = api.get("/api/audit").json().at("/entries/6");
        assertThat(made.path("subject").asText()).isEqualTo(token.text("id"));
        assertThat(made.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(made.at("/by/kind").asText()).isEqualTo("token");
        assertThat(api.get("/api/audit").body()).doesNotContain(token.text("token"));
    }

    @Test
    void pagesFollowOneAnother() {
        for (int number = 0; number < 4; number++) {
            api.post("/api/tokens", "{\"name\":\"token " + number + "\"}");
        }
        List<String> all = new ArrayList<>();
        JsonNode page = api.get("/api/audit?limit=2").json();
        all.addAll(actions(page));
        while (page.path("nextCursor").isTextual()) {
            page = api.get("/api/audit?limit=2&cursor="
                            + page.path("nextCursor").asText())
                    .json();
            all.addAll(actions(page));
        }

        assertThat(all)
                .containsExactly(
                        "token_made token 3",
                        "token_made token 2",
                        "token_made token 1",
                        "token_made token 0",
                        "token_used test");
        assertThat(api.get("/api/audit?cursor=eA").problem()).isEqualTo("400 invalid");
        assertThat(api.get("/api/audit?of=everybody").problem()).isEqualTo("400 invalid");
    }

    @Test
    void onlyAnAdminSeesWhatIsTheTenants() {
        Db.Owner neighbour = world.db().neighbour(owner);
        Db.Owner stranger = world.db().owner();
        String token =
                Api.of(neighbour).post("/api/tokens", "{\"name\":\"theirs\"}").text("id");
        Db.LinkAccess link = world.db().link(neighbour);
        for (String path : List.of("/api/audit", "/api/tokens", "/api/links")) {
            assertThat(api.get(path + "?of=tenant").problem()).isEqualTo("403 forbidden");
        }
        assertThat(api.get("/api/audit").body()).doesNotContain(token);

        world.db().update("UPDATE users SET role = 'admin' WHERE id IN (?, ?)", owner.id(), stranger.id());
        Api admin = Api.of(world.db().withAnotherToken(owner));

        assertThat(admin.get("/api/audit?of=tenant").body()).contains(token);
        assertThat(admin.get("/api/tokens?of=tenant").body()).contains(token, neighbour.id());
        assertThat(admin.get("/api/tokens").body()).doesNotContain(token);
        assertThat(admin.get("/api/links?of=tenant").body()).contains(link.id(), neighbour.id());
        Api foreigner = Api.of(world.db().withAnotherToken(stranger));
        assertThat(foreigner.get("/api/tokens?of=tenant").body()).doesNotContain(token);
        assertThat(foreigner.send("DELETE", "/api/tokens/" + token, null).problem())
                .isEqualTo("404 not_found");
        assertThat(foreigner.send("DELETE", "/api/links/" + link.id(), null).problem())
                .isEqualTo("404 not_found");
        assertThat(admin.send("DELETE", "/api/tokens/" + token, null).status()).isEqualTo(204);
        assertThat(admin.send("DELETE", "/api/links/" + link.id(), null).status())
                .isEqualTo(204);
        assertThat(actions(Api.of(neighbour).get("/api/audit").json()))
                .as("whose they were sees who did it")
                .contains("link_revoked Laptop", "token_revoked theirs");
    }

    private static List<String> actions(JsonNode page) {
        List<String> actions = new ArrayList<>();
        page.path("entries")
                .forEach(entry -> actions.add((entry.path("action").asText() + " "
                                + entry.path("detail").asText(""))
                        .strip()));
        return actions;
    }
}
