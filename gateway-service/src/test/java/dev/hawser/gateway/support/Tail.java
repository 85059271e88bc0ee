package dev.hawser.gateway.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A tail as a browser reads it. */
public final class Tail implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final BufferedReader reader;
    private int comments;

    Tail(HttpResponse<InputStream> response) {
        this.response = response;
        this.reader = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** How many comments were read so far. */
    public int comments() {
        return comments;
    }

    /** The next event; empty at the end of the response. Waits for it. */
    public Optional<Event> next() {
        String id = "";
        String type = "";
        var data = new StringBuilder();
        String line = line();
        while (line != null) {
            if (line.startsWith(":")) {
                comments++;
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                type = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data.append(line, "data: ".length(), line.length());
            } else if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(new Event(id, type, data.toString()));
            }
            line = line();
        }
        return Optional.empty();
    }

    /** The next events, as many. */
    public List<Event> next(int count) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(next().orElseThrow(() -> new AssertionError("the tail ended after " + events)));
        }
        return events;
    }

    /** All events until the response ends. */
    public List<Event> rest() {
        var events = new ArrayList<Event>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    public BufferedReader reader() {
        return reader;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private @org.jspecify.annotations.Nullable String line() {
        try {
            return reader.readLine();
        } catch (IOException cut) {
            return null;
        }
    }

    /** The version that was spoken. */
    public HttpClient.Version version() {
        return response.version();
    }

    /** The problem of a refusal, such as {@code 429 limit_reached}. */
    public String problem() {
        String body = reader.lines().collect(Collectors.joining("\n"));
        return status() + " " + Json.tree(body).path("code").asText();
    }

    /** One event; the type is empty for those of tails. */
    public record Event(String id, String type, String data) {}
}
