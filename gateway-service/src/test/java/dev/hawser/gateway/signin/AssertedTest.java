package dev.hawser.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy in front says who asks. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class AssertedTest {

    private static final String SECRET = GatewayStack.ASSERTED_SECRET;

    private final String user = "ada-" + UUID.randomUUID();

    @Test
    void theProxyIsBelieved() {
        JsonNode me = asked("Hawser-User", user, "Hawser-Display", "Ada", "Hawser-Tenant", "acme")
                .json();
        JsonNode admin = asked(
                        "Hawser-User", user, "Hawser-Display", "Ada", "Hawser-Tenant", "acme", "Hawser-Role", "admin")
                .json();

        assertThat(me.path("display").asText()).isEqualTo("Ada");
        assertThat(me.path("role").asText()).isEqualTo("user");
        assertThat(admin.path("id")).isEqualTo(me.path("id"));
        assertThat(admin.path("role").asText()).isEqualTo("admin");
        assertThat(asked("Hawser-User", user, "Hawser-Tenant", "other").problem())
                .isEqualTo("401 unauthenticated");
        assertThat(asked("Hawser-User", " ").problem()).isEqualTo("401 unauthenticated");
    }

    @Test
    void nobodyElseIs() throws IOException, InterruptedException {
        Api anybody = Api.anonymous();

        assertThat(anybody.get("/api/me", "Hawser-User", user).problem()).isEqualTo("401 unauthenticated");
        assertThat(anybody.get("/api/me", "Hawser-User", user, "Hawser-Proxy-Secret", SECRET + "x")
                        .problem())
                .isEqualTo("401 unauthenticated");
        assertThat(anybody.get("/api/me", "Hawser-Proxy-Secret", SECRET).problem())
                .isEqualTo("401 unauthenticated");
        HttpClient elsewhere = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName("127.0.0.2"))
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + World.setting("quarkus.http.test-port") + "/api/me"))
                .headers("Hawser-User", user, "Hawser-Proxy-Secret", SECRET)
                .build();
        HttpResponse<String> answer = elsewhere.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.tree(answer.body()).path("code").asText()).isEqualTo("unauthenticated");
    }

    @Test
    void aTokenCountsMoreThanTheProxy() {
        var owner = World.get().db().owner();

        assertThat(Api.of(owner)
                        .get("/api/me", "Hawser-User", user, "Hawser-Proxy-Secret", SECRET)
                        .text("id"))
                .isEqualTo(owner.id());
    }

    @Test
    void aDesktopIsLinkedByWhomTheProxySignedIn() {
        String[] headers = {"Hawser-User", user, "Hawser-Proxy-Secret", SECRET};

        assertThat(Api.anonymous().get("/device", headers).status()).isEqualTo(200);
        headers[3] = "another one";
        assertThat(Api.anonymous().get("/device", headers).status()).isEqualTo(401);
    }

    @Test
    void anotherSitesPageCannotUseTheProxysSession() {
        String[] headers = {"Hawser-User", user, "Hawser-Proxy-Secret", SECRET, "Sec-Fetch-Site", "cross-site"};

        assertThat(Api.anonymous().post("/api/threads", "{}", headers).problem())
                .isEqualTo("403 forbidden");
        headers[5] = "same-origin";
        assertThat(Api.anonymous().post("/api/threads", "{}", headers).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.1.0.0/16, 10.1.255.3, true",
        "10.1.0.0/16, 10.2.0.1, false",
        "10.0.0.0/9, 10.127.0.1, true",
        "10.0.0.0/9, 10.128.0.1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "10.0.0.0/8, fd12::1, false",
        "10.0.0.0/8, localhost, false",
    })
    void addressesAreCompared(String range, String address, boolean expected) {
        assertThat(AddressRange.parse(range).contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/x"})
    void whatIsNoAddressIsRefusedAtTheStart(String range) {
        assertThatThrownBy(() -> new AssertedIdentity(config(Optional.of(SECRET), Optional.of(range)), people()))
                .hasMessageContaining("HAWSER_ASSERTED_ADDRESSES");
    }

    @Test
    void halfOfTheSettingsIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new AssertedIdentity(config(Optional.of(SECRET), Optional.empty()), people()))
                .hasMessageContaining("set both");
        assertThatThrownBy(() -> new AssertedIdentity(config(Optional.of("short"), Optional.of("10.0.0.7")), people()))
                .hasMessageContaining("at least 32");
    }

    private static Api.Answer asked(String... headers) {
        var all = new java.util.ArrayList<>(java.util.List.of(headers));
        all.addAll(java.util.List.of("Hawser-Proxy-Secret", SECRET));
        return Api.anonymous().get("/api/me", all.toArray(String[]::new));
    }

    private static People people() {
        return io.quarkus.arc.Arc.container().instance(People.class).get();
    }

    private static AssertedConfig config(Optional<String> secret, Optional<String> address) {
        return new AssertedConfig() {
            @Override
            public Optional<String> secret() {
                return secret;
            }

            @Override
            public Optional<java.util.List<String>> addresses() {
                return address.map(java.util.List::of);
            }
        };
    }
}
