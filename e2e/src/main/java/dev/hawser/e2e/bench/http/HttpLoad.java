package dev.hawser.e2e.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.body.Content;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.worker.Work;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The HTTP client of a path: large bodies one at a time, or small requests from many connections at once. */
public final class HttpLoad implements Work {

    private HttpLoad() {}

    /** Starts it in a process of its own. */
    public static final class Kind implements Work.Kind {

        @Override
        public Work start(JsonNode settings) {
            return new HttpLoad();
        }
    }

    @Override
    public JsonNode run(JsonNode order) throws Exception {
        URI base = URI.create(order.path("base").asText());
        Optional<String> token = Optional.ofNullable(order.path("token").textValue());
        ObjectNode answer = Json.mapper().createObjectNode();
        long bytes = order.path("bytes").asLong();
        return switch (order.path("do").asText()) {
            case "download" -> answer.put("seconds", download(base, token, bytes));
            case "upload" -> answer.put("seconds", upload(base, token, bytes));
            case "small" -> {
                var load =
                        new SmallRequests(base, token, order.path("connections").asInt());
                yield load.run(order.path("seconds").asInt());
            }
            default -> throw new IllegalArgumentException("no such order: " + order);
        };
    }

    /** Figures of samples. */
    static ObjectNode figures(Samples samples) {
        return Json.mapper()
                .createObjectNode()
                .put("p50", samples.millis(0.5))
                .put("p99", samples.millis(0.99))
                .put("count", samples.count());
    }

    private static double download(URI base, Optional<String> token, long bytes) throws IOException {
        String expected = Content.sha256(bytes);
        try (var connection = HttpConnection.large(base, token)) {
            long start = System.nanoTime();
            String hash = connection.hashOf("/bytes/" + bytes);
            double seconds = (System.nanoTime() - start) / 1e9;
            check(hash, expected);
            return seconds;
        }
    }

    private static double upload(URI base, Optional<String> token, long bytes) throws IOException {
        String expected = Content.sha256(bytes);
        try (var connection = HttpConnection.large(base, token)) {
            long start = System.nanoTime();
            String hash = connection.post("/sink", bytes);
            double seconds = (System.nanoTime() - start) / 1e9;
            check(hash, expected);
            return seconds;
        }
    }

    private static void check(String hash, String expected) {
        if (!hash.equals(expected)) {
            throw new IllegalStateException("the bytes differ");
        }
    }

    @Override
    public void close() {
        // Every connection was closed by its order.
    }
}
