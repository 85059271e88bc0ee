package dev.hawser.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One SSE response, read on a thread of its own as fast as it comes. */
public final class Tail implements AutoCloseable {

    private static final String DONE = "[DONE]";
    private static final int FIRST_LIMIT_SECONDS = 30;

    private final InputStream body;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Long> firstText = new CompletableFuture<>();
    private final Thread reader;
    private volatile boolean done;
    private volatile long longestSilence;
    private long lastAt;

    /** One event: its id, and the chunk. */
    public record Event(String id, JsonNode chunk) {}

    private Tail(InputStream body) {
        this.body = body;
        this.reader = Thread.ofVirtual().name("tail").start(this::read);
    }

    static Tail open(HttpClient http, HttpRequest request) {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answered " + response.statusCode());
            }
            return new Tail(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What has arrived until now. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** The id of the newest event, empty before the first. */
    public Optional<String> cursor() {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.getLast().id());
    }

    /** The text deltas that have arrived, joined. */
    public String text() {
        return text(events);
    }

    /** The text deltas of events, joined. */
    public static String text(List<Event> events) {
        var text = new StringBuilder();
        for (Event event : events) {
            if (event.chunk().path("type").asText().equals("text-delta")) {
                text.append(event.chunk().path("delta").asText());
            }
        }
        return text.toString();
    }

    /**
     * Waits for the first piece of text.
     *
     * @return when it arrived, by {@link System#nanoTime()}
     */
    public long awaitFirstText() {
        try {
            return firstText.get(FIRST_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no text has come", e);
        }
    }

    /** The longest time in seconds between two lines, keepalives not counted. */
    public double longestSilenceSeconds() {
        return longestSilence / 1e9;
    }

    /** True once {@code [DONE]} has arrived. */
    public boolean done() {
        return done;
    }

    /** True once the response has ended, complete or cut. */
    public boolean ended() {
        return !reader.isAlive();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("data:")) {
                    take(id, line.substring(5).strip());
                }
            }
        } catch (IOException e) {
            System.getLogger(Tail.class.getName())
                    .log(System.Logger.Level.INFO, "the tail was cut: {0}", e.getMessage());
        }
    }

    private void take(String id, String data) {
        long now = System.nanoTime();
        if (lastAt != 0 && now - lastAt > longestSilence) {
            longestSilence = now - lastAt;
        }
        lastAt = now;
        if (data.equals(DONE)) {
            done = true;
        } else {
            JsonNode chunk = Json.tree(data);
            if (!firstText.isDone() && chunk.path("type").asText().equals("text-delta")) {
                firstText.complete(System.nanoTime());
            }
            events.add(new Event(id, chunk));
        }
    }
}
