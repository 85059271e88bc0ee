package dev.hawser.launcher.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final StringWriter out = new StringWriter();
    private final StringWriter talk = new StringWriter();
    private HttpServer server;
    private volatile String run = "{\"state\":\"succeeded\"}";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/threads", exchange -> answer(exchange, 201, "{\"id\":\"thr_1\"}"));
        server.createContext("/api/threads/thr_1/messages", exchange -> answer(exchange, 202, "{\"runId\":\"run_1\"}"));
        server.createContext("/api/runs/run_1", exchange -> answer(exchange, 200, run));
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void aBrokenStreamIsResumedByTheIdOfTheLastEventAndNothingIsLostOrDoubled() {
        server.createContext("/api/runs/run_1/stream", exchange -> {
            String cursor = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
                    .orElse("none");
            requests.add("cursor " + cursor);
            exchange.sendResponseHeaders(200, 0);
            if (cursor.equals("none")) {
                event(exchange, "run_1.1.1.0", delta("Grü"));
                event(exchange, "run_1.1.2.0", delta("ße, "));
            } else {
                event(exchange, "run_1.1.3.0", delta("Welt"));
                event(exchange, "", "[DONE]");
            }
            exchange.close();
        });

        ExitCode exit = conversation().ask("hello", Optional.empty(), Optional.of("echo"));

        assertThat(exit).isEqualTo(ExitCode.OK);
        assertThat(out).hasToString("Grüße, Welt");
        assertThat(requests)
                .contains("cursor none", "cursor run_1.1.2.0")
                .contains("{\"parts\":[{\"type\":\"text\",\"text\":\"hello\"}],\"harness\":\"echo\"}");
        assertThat(talk.toString()).contains("reconnecting");
    }

    @Test
    void anOverloadedGatewayIsAskedAgain() {
        server.createContext("/api/runs/run_1/stream", exchange -> {
            requests.add("try");
            if (Collections.frequency(requests, "try") < 2) {
                answer(exchange, 503, "");
                return;
            }
            exchange.sendResponseHeaders(200, 0);
            event(exchange, "", "[DONE]");
            exchange.close();
        });

        assertThat(conversation().ask("hello", Optional.of("thr_1"), Optional.empty()))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void anOfflineDesktopAndAFailedHarnessHaveExitCodesOfTheirOwn() {
        endsAtOnce();
        run = "{\"state\":\"failed\",\"errorCode\":\"link_offline\",\"errorText\":\"the desktop is not connected\"}";
        assertThat(conversation().ask("hello", Optional.empty(), Optional.empty()))
                .isEqualTo(ExitCode.OFFLINE);
        assertThat(talk.toString()).contains("failed (link_offline): the desktop is not connected");

        run = "{\"state\":\"failed\",\"errorCode\":\"harness_failed\"}";
        assertThat(conversation().ask("hello", Optional.empty(), Optional.empty()))
                .isEqualTo(ExitCode.FAILURE);

        run = "{\"state\":\"cancelled\"}";
        assertThat(conversation().ask("hello", Optional.empty(), Optional.empty()))
                .isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    void anErrorThatTheAnswerReportedIsNotToldTwice() {
        server.createContext("/api/runs/run_1/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            event(exchange, "run_1.1.1.0", delta("half"));
            event(exchange, "run_1.1.1.1", "{\"type\":\"error\",\"errorText\":\"no such harness\"}");
            event(exchange, "", "[DONE]");
            exchange.close();
        });
        run = "{\"state\":\"failed\",\"errorCode\":\"unknown_harness\",\"errorText\":\"no such harness\"}";

        conversation().ask("hello", Optional.empty(), Optional.empty());

        assertThat(talk.toString().lines())
                .containsExactly(
                        "hawser: thread thr_1, run run_1",
                        "",
                        "hawser: no such harness",
                        "hawser: failed (unknown_harness)");
    }

    @Test
    void aRefusedTokenIsNotTriedAgain() {
        server.removeContext("/api/threads");
        server.createContext("/api/threads", exchange -> {
            requests.add("try");
            answer(exchange, 401, "{\"code\":\"unauthenticated\",\"detail\":\"The token is unknown.\"}");
        });

        assertThatThrownBy(() -> conversation().ask("hello", Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        LauncherException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.AUTHENTICATION))
                .hasMessageContaining("unauthenticated: The token is unknown.");
        assertThat(Collections.frequency(requests, "try")).isEqualTo(1);
    }

    @Test
    void jsonHasOneLinePerChunkAndAResult() {
        endsAtOnce();
        var json = new Conversation(api(), new JsonAnswer(new PrintWriter(out)));

        json.ask("hello", Optional.empty(), Optional.empty());

        assertThat(out.toString().lines())
                .containsExactly(
                        "{\"type\":\"text-delta\",\"delta\":\"hi\"}",
                        "{\"type\":\"result\",\"threadId\":\"thr_1\",\"runId\":\"run_1\","
                                + "\"state\":\"succeeded\",\"exitCode\":0}");
    }

    private void endsAtOnce() {
        server.createContext("/api/runs/run_1/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            event(exchange, "run_1.1.1.0", delta("hi"));
            event(exchange, "", "[DONE]");
            exchange.close();
        });
    }

    private Conversation conversation() {
        return new Conversation(api(), new TextAnswer(new PrintWriter(out), new PrintWriter(talk)));
    }

    private Api api() {
        return new Api("http://127.0.0.1:" + server.getAddress().getPort(), "secret");
    }

    private static String delta(String text) {
        return "{\"type\":\"text-delta\",\"delta\":\"" + text + "\"}";
    }

    private static void event(HttpExchange exchange, String id, String data) throws IOException {
        String lines = (id.isEmpty() ? "" : "id: " + id + "\n") + ": keepalive\n" + "data: " + data + "\n\n";
        exchange.getResponseBody().write(lines.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        if (asked.length > 0) {
            requests.add(new String(asked, StandardCharsets.UTF_8));
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
