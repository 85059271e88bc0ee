package dev.hawser.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import dev.hawser.e2e.system.SystemPlan;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link is revoked while a run and a stream go over it. */
@Timeout(120)
class RevokeIT {

    private static final Pod AGENT = new Pod(Part.AGENT, 1);
    private static final Pod GATEWAY = new Pod(Part.GATEWAY, 1);
    private static final int SIGNED_OUT = 4;

    private HttpServer endless;
    private HawserSystem system;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endless.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[1024];
            while (true) { // until the connection is cut
                exchange.getResponseBody().write(piece);
                exchange.getResponseBody().flush();
            }
        });
        endless.start();
        system = HawserSystem.start(SystemPlan.single()
                .configureAgents("upstreams:\n  endless: http://127.0.0.1:%d\n"
                        .formatted(endless.getAddress().getPort())));
        api = system.api();
    }

    @AfterEach
    void stop() {
        system.close();
        endless.stop(0);
    }

    @Test
    @DisplayName("I8: a revoked link's streams are cut, its runs settle, and its agent says what to do")
    void aRevokedLinkIsCut() throws Exception {
        String run = api.run(api.newThread(), "slow:600x100");
        await().until(() -> api.runState(run).path("state").asText().equals("running"));
        CompletableFuture<Long> stream = read();
        long start = System.nanoTime();

        assertThat(api.call("DELETE", "/api/links/" + system.link(), "").status())
                .isEqualTo(204);

        assertThat(system.exit(AGENT).get(5, TimeUnit.SECONDS)).isEqualTo(SIGNED_OUT);
        stream.get(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(system.logTail(AGENT)).contains("this link was revoked");
        await().atMost(Duration.ofSeconds(45))
                .until(() -> api.runState(run).path("state").asText().equals("failed"));
        assertThat(api.runState(run).path("errorCode").asText()).isEqualTo("no_target");
    }

    @Test
    @DisplayName("I8: the agent of a revoked link is refused once, ends, and does not ask again")
    void theAgentOfARevokedLinkDoesNotAskAgain() throws Exception {
        system.stop(AGENT);
        assertThat(api.call("DELETE", "/api/links/" + system.link(), "").status())
                .isEqualTo(204);

        system.launch(AGENT);

        assertThat(system.exit(AGENT).get(10, TimeUnit.SECONDS)).isEqualTo(SIGNED_OUT);
        assertThat(system.logTail(AGENT)).contains("link_revoked");
        String late = api.run(api.newThread(), "hello");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api.runState(late).path("errorCode").asText().equals("no_target"));
    }

    @Test
    @DisplayName("I8: an agent that nobody told of its revocation is cut, asks why, and ends")
    void anAgentThatWasNotToldFindsOut() throws Exception {
        system.rows().revoke(system.link());

        assertThat(system.exit(AGENT).get(15, TimeUnit.SECONDS)).isEqualTo(SIGNED_OUT);
        assertThat(system.logTail(AGENT)).contains("link_revoked");
        assertThat(cuts()).as("a storm would fill the log").isBetween(1L, 14L);
    }

    private long cuts() {
        return system.logTail(GATEWAY)
                .lines()
                .filter(line -> line.contains(" is cut"))
                .count();
    }

    /** Reads a stream that ends only when it is cut; completes then, with the bytes that came. */
    private CompletableFuture<Long> read() throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(system.url() + "/api/links/" + system.link() + "/proxy/endless/"))
                .header("Authorization", "Bearer " + system.token())
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().readNBytes(64 * 1024)).hasSize(64 * 1024);
        return CompletableFuture.supplyAsync(() -> count(response.body()), Executors.newVirtualThreadPerTaskExecutor());
    }

    private static long count(InputStream body) {
        long bytes = 0;
        byte[] buffer = new byte[64 * 1024];
        try (body) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
            }
        } catch (IOException cut) {
            return bytes;
        }
        return bytes;
    }
}
