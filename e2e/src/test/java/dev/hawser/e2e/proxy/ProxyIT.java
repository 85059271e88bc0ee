package dev.hawser.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads and refusals of the proxy, as a client sees them. */
@Timeout(60)
class ProxyIT {

    private final ProxySystem system = ProxySystem.shared();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "M-SEARCH"})
    void everyMethodArrivesWithItsTargetAndItsBody(String method) throws Exception {
        boolean bare = List.of("GET", "OPTIONS", "DELETE").contains(method);
        HttpRequest.Builder request = request("web", "a/b%20c/?q=%C3%A4&r=1+2")
                .method(method, bare ? BodyPublishers.noBody() : BodyPublishers.ofString("body of " + method));

        JsonNode seen = json(send(request));

        assertThat(seen.path("method").asText()).isEqualTo(method);
        assertThat(seen.path("uri").asText()).isEqualTo("/a/b%20c/?q=%C3%A4&r=1+2");
        assertThat(seen.path("body").asText()).isEqualTo(bare ? "" : "body of " + method);
    }

    @Test
    @DisplayName("decocms-tunnel W13: a binary body arrives as it was sent")
    void aBinaryBodyArrivesAsItWasSent() throws Exception {
        byte[] body = Bytes.at(0, 10_000);

        HttpResponse<byte[]> answer = http.send(
                request("web", "echo").POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());

        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    @DisplayName("decocms-tunnel W32: repeated headers pass in both directions, each line of its own")
    void headersPassButForTheGatewaysOwn() throws Exception {
        HttpRequest.Builder request = request("web", "x")
                .header("Two", "one")
                .header("Two", "two")
                .header("Cookie", "theme=dark; hawser_session=secret; lang=de")
                .header("X-Forwarded-For", "9.9.9.9")
                .header("Big", "y".repeat(20_000));

        HttpResponse<String> answer = send(request.GET());

        JsonNode headers = json(answer).path("headers");
        assertThat(texts(headers.path("Two"))).containsExactly("one", "two");
        assertThat(texts(headers.path("Host")))
                .containsExactly(hostOf(system.http().url()));
        assertThat(texts(headers.path("Cookie"))).containsExactly("theme=dark; lang=de");
        assertThat(texts(headers.path("X-forwarded-for"))).containsExactly("127.0.0.1");
        assertThat(texts(headers.path("X-forwarded-host")))
                .containsExactly(hostOf(system.url().toString()));
        assertThat(texts(headers.path("X-forwarded-prefix")))
                .containsExactly(system.path("web").replaceAll("/$", ""));
        assertThat(headers.path("Big").path(0).asText()).hasSize(20_000);
        assertThat(headers.has("Authorization")).isFalse();
        assertThat(answer.headers().firstValue("Big").orElse("")).hasSize(16_000);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .as("below the upstream's path, without a domain, and none with the name of ours")
                .containsExactly(
                        "a=1; Path=" + system.path("web") + "; HttpOnly", "b=2; Path=" + system.path("web") + "deep");
    }

    @Test
    @DisplayName("decocms-tunnel W33: headers about one connection are not passed on")
    void headersAboutTheConnectionStayThere() throws Exception {
        try (var client = new RawClient(system.url())) {
            client.send(head("GET", "raw", "raw-head") + "Connection: keep-alive, Private\r\nPrivate: 1\r\n"
                    + "TE: trailers\r\nKeep-Alive: timeout=5\r\nProxy-Authorization: Basic x\r\nKept: 2\r\n\r\n");

            client.head();
            String seen = client.until("Kept: 2");

            assertThat(seen).contains("GET /raw-head HTTP/1.1", "Kept: 2");
            assertThat(seen.toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("private", "te:", "keep-alive", "authorization", "transfer-encoding");
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, x, 200", "GET, nothing?status=204, 204", "GET, nothing?status=304, 304"})
    void anAnswerWithoutABodyEndsAtItsHead(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = send(request("web", path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void rangesInterimAnswersAndTrailersPass() throws Exception {
        HttpResponse<String> range = send(request("web", "range").header("Range", "bytes=0-2"));
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.headers().firstValue("Content-Range")).contains("bytes 0-2/100");

        assertThat(send(request("raw", "interim")).body()).isEqualTo("done");

        try (var client = new RawClient(system.url())) {
            client.send(head("GET", "raw", "trailers") + "\r\n");
            assertThat(client.head()).contains("200 OK", "transfer-encoding: chunked");
            assertThat(client.until("\r\n\r\n")).contains("body").endsWith("Check: sum\r\n\r\n");
        }
    }

    @Test
    void aPlaceOfTheUpstreamIsTheOneThatTheClientReachesItAt() throws Exception {
        String path = system.path("web");
        assertThat(redirect("web", "/login?x=1")).isEqualTo(path + "login?x=1");
        assertThat(redirect("web", "SELF/deep/")).isEqualTo(path + "deep/");
        assertThat(redirect("web", "https://example.com/x")).isEqualTo("https://example.com/x");

        JsonNode seen = json(send(request("base", "page?x")));
        assertThat(seen.path("uri").asText()).isEqualTo("/below/here/page?x");
    }

    @Test
    void anUpstreamWithoutASlashIsRedirectedToItsRoot() throws Exception {
        URI bare = URI.create(system.uri("web", "").toString().replaceAll("/$", "?a=b"));

        HttpResponse<String> answer = send(authorized(HttpRequest.newBuilder(bare)));

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).contains(system.path("web") + "?a=b");
    }

    @ParameterizedTest
    @CsvSource({
        "unknown, x, 404, unknown_upstream",
        "nobody, x, 502, upstream_unreachable",
        "elsewhere, x, 403, upstream_forbidden",
        "metadata, x, 403, upstream_forbidden",
        "raw, no-answer, 502, upstream_failed",
        "raw, no-http, 502, upstream_failed",
        "web, %2e%2e/x, 400, invalid"
    })
    void whatCannotBeReachedIsRefusedWithACode(String upstream, String path, int status, String code) throws Exception {
        HttpResponse<String> answer = send(request(upstream, path));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("code").asText()).isEqualTo(code);
    }

    @Test
    @DisplayName("design 04: exposing takes effect while the agent runs")
    void whatIsExposedLaterIsReached() {
        system.expose("later", system.http().url());

        await().atMost(Duration.ofSeconds(5))
                .until(() -> send(request("later", "x")).statusCode() == 200);
    }

    @Test
    void twoHundredRequestsAtOnceAreAllAnswered() {
        system.http().gather(40);
        List<CompletableFuture<Integer>> answers = Stream.generate(
                        () -> http.sendAsync(request("web", "together").build(), BodyHandlers.discarding())
                                .thenApply(HttpResponse::statusCode))
                .limit(200)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
    }

    private String redirect(String upstream, String to) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(upstream, "redirect?to=" + to.replace("?", "%3F")));
        return answer.headers().firstValue("Location").orElse("");
    }

    private HttpRequest.Builder request(String upstream, String path) {
        return authorized(HttpRequest.newBuilder(system.uri(upstream, path)));
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + system.token());
    }

    private String head(String method, String upstream, String path) {
        return method + ' ' + system.path(upstream) + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + system.token() + "\r\n";
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.tree(answer.body());
    }

    private static List<String> texts(JsonNode list) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(i -> list.path(i).asText())
                .toList();
    }

    private static String hostOf(String url) {
        return url.substring("http://".length());
    }
}
