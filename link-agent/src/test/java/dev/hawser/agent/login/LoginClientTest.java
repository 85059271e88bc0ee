package dev.hawser.agent.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hawser.agent.login.LoginException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a desktop waits; that a real gateway says what it waits for is shown by the system's tests. */
class LoginClientTest {

    private static final DeviceCode CODE = new DeviceCode(
            "hwd_x",
            "BBBB-CCCC",
            "http://x/device",
            "http://x/device?code=BBBB-CCCC",
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            String answer = answers.isEmpty() ? "400 {\"error\":\"authorization_pending\"}" : answers.poll();
            byte[] body = answer.substring(4).getBytes(UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void waitsAndWaitsLongerWhenItIsToldTo() throws Exception {
        answers.addAll(List.of(
                "400 {\"error\":\"authorization_pending\"}",
                "400 {\"error\":\"slow_down\"}",
                "400 {\"error\":\"authorization_pending\"}",
                "200 {\"access_token\":\"hwl_secret\",\"link_id\":\"lnk_1\"}"));

        LinkToken token = client().await(CODE);

        assertThat(token.text()).isEqualTo("hwl_secret");
        assertThat(token.link()).isEqualTo("lnk_1");
        assertThat(token.toString()).doesNotContain("secret");
        assertThat(pauses).containsExactly(5L, 5L, 10L, 10L);
        assertThat(asked)
                .allSatisfy(request ->
                        assertThat(request).startsWith("/oauth/token").contains("device_code=hwd_x"));
    }

    @Test
    void aServerThatIsAwayForAWhileIsAskedAgainAndLessOften() throws Exception {
        answers.addAll(List.of(
                "503 {\"code\":\"unavailable\"}",
                "429 {}",
                "200 {\"access_token\":\"hwl_secret\",\"link_id\":\"lnk_1\"}"));

        assertThat(client().await(CODE).link()).isEqualTo("lnk_1");

        assertThat(pauses).containsExactly(5L, 10L, 20L);
    }

    @Test
    void aNoIsANo() {
        answers.add("400 {\"error\":\"access_denied\",\"error_description\":\"Somebody said no.\"}");

        assertThatThrownBy(() -> client().await(CODE))
                .isInstanceOfSatisfying(
                        LoginException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("access_denied. Somebody said no.");
        assertThat(asked).hasSize(1);
    }

    @Test
    void doesNotWaitForEver() {
        assertThatThrownBy(() -> client().await(CODE)).hasMessageContaining("in time");

        assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
    }

    @Test
    void aServerThatIsNoneOfOursIsNotUnderstood() {
        answers.add("200 <html>hello</html>");

        assertThatThrownBy(() -> client().begin(new LoginClient.Self("laptop", "Linux", "1")))
                .isInstanceOfSatisfying(
                        LoginException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(Kind.FAILED));
    }

    @Test
    void aServerThatCannotBeReachedIsOffline() {
        server.stop(0);

        assertThatThrownBy(() -> client().revoke("hwl_secret"))
                .isInstanceOfSatisfying(
                        LoginException.class, away -> assertThat(away.kind()).isEqualTo(Kind.OFFLINE))
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("hwl_secret");
    }

    private LoginClient client() {
        return new LoginClient(
                URI.create("http://localhost:" + server.getAddress().getPort()), time -> pauses.add(time.toSeconds()));
    }
}
