package dev.hawser.e2e.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A well-behaved local HTTP server: echoes, hashes, streams. */
final class LocalServer implements AutoCloseable {

    private static final int PIECE = 64 * 1024;

    private final HttpServer server;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> cut = new CompletableFuture<>();
    private volatile CountDownLatch together = new CountDownLatch(0);

    private LocalServer(HttpServer server) {
        this.server = server;
    }

    static LocalServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
            var local = new LocalServer(server);
            server.createContext("/", local::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return local;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Sends an event to whoever listens to {@code /events}. */
    void event(String text) {
        events.add(text);
    }

    /** Completes when a client of {@code /endless} has gone. */
    CompletableFuture<Void> cut() {
        return cut;
    }

    /** Requests to {@code /together} are answered when so many of them are here. */
    void gather(int count) {
        together = new CountDownLatch(count);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> query = query(exchange);
        try (exchange) {
            switch (path) {
                case "/hash" -> hash(exchange);
                case "/bytes" -> bytes(exchange, query);
                case "/echo" -> echo(exchange);
                case "/range" -> range(exchange);
                case "/nothing" ->
                    exchange.sendResponseHeaders(Integer.parseInt(query.getOrDefault("status", "204")), -1);
                case "/events" -> events(exchange);
                case "/endless" -> endless(exchange);
                case "/together" -> together(exchange);
                case "/redirect" -> redirect(exchange, query);
                default -> describe(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What arrived, as JSON. */
    private static void describe(HttpExchange exchange) throws IOException {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("method", exchange.getRequestMethod());
        seen.put("uri", exchange.getRequestURI().toString());
        seen.put("headers", exchange.getRequestHeaders());
        seen.put("body", new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        exchange.getResponseHeaders().add("Set-Cookie", "a=1; Path=/; HttpOnly");
        exchange.getResponseHeaders().add("Set-Cookie", "b=2; Path=/deep; Domain=example.com");
        exchange.getResponseHeaders().add("Set-Cookie", "hawser_session=stolen; Path=/");
        exchange.getResponseHeaders().add("Big", "x".repeat(16_000));
        byte[] body = Json.bytes(seen);
        exchange.sendResponseHeaders(200, "HEAD".equals(exchange.getRequestMethod()) ? -1 : body.length);
        if (!"HEAD".equals(exchange.getRequestMethod())) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void hash(HttpExchange exchange) throws IOException {
        byte[] answer = Bytes.hashOf(exchange.getRequestBody()).getBytes(UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    /** Pseudo-random bytes: {@code count} of them, chunked unless {@code length} says otherwise, {@code pause} ms apart. */
    private static void bytes(HttpExchange exchange, Map<String, String> query) throws IOException {
        long count = Long.parseLong(query.getOrDefault("count", "0"));
        exchange.sendResponseHeaders(200, query.containsKey("length") ? count : 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (long at = 0; at < count; at += PIECE) {
                out.write(Bytes.at(at, (int) Math.min(PIECE, count - at)));
            }
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
    }

    private static void range(HttpExchange exchange) throws IOException {
        String wanted = exchange.getRequestHeaders().getFirst("Range");
        exchange.getResponseHeaders()
                .add("Content-Range", String.valueOf(wanted).replace('=', ' ') + "/100");
        exchange.sendResponseHeaders(206, 3);
        exchange.getResponseBody().write("abc".getBytes(UTF_8));
    }

    private void events(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(": hello\n\n".getBytes(UTF_8));
        out.flush();
        for (String event = events.take(); !event.isEmpty(); event = events.take()) {
            out.write(("data: " + event + "\n\n").getBytes(UTF_8));
            out.flush();
        }
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try {
            for (long at = 0; ; at += PIECE) {
                exchange.getResponseBody().write(Bytes.at(at, PIECE));
            }
        } catch (IOException e) {
            cut.complete(null);
            throw e;
        }
    }

    private void together(HttpExchange exchange) throws IOException, InterruptedException {
        CountDownLatch latch = together;
        latch.countDown();
        boolean met = latch.await(20, TimeUnit.SECONDS);
        exchange.sendResponseHeaders(met ? 200 : 500, -1);
    }

    private void redirect(HttpExchange exchange, Map<String, String> query) throws IOException {
        exchange.getResponseHeaders()
                .add("Location", query.getOrDefault("to", "").replace("SELF", url()));
        exchange.sendResponseHeaders(302, -1);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> all = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getQuery();
        for (String pair : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
            var parts = new ArrayDeque<>(List.of(pair.split("=", 2)));
            all.put(parts.pop(), parts.isEmpty() ? "" : parts.pop());
        }
        return all;
    }
}
