package dev.hawser.e2e.bench.runs;

import dev.hawser.e2e.bench.http.HttpConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** One SSE viewer that notes when each event came, and nothing of what is in it. */
final class Viewer implements AutoCloseable {

    private static final int BUFFER = 8 * 1024;

    private final HttpConnection connection;
    private final BufferedReader lines;
    private long[] seqs = new long[64];
    private long[] times = new long[64];
    private int events;
    private long bytes;
    private String lastId = "";
    private boolean doubled;
    private volatile boolean done;

    private Viewer(HttpConnection connection, BufferedReader lines) {
        this.connection = connection;
        this.lines = lines;
    }

    static Viewer open(URI gateway, String token, String run) throws IOException {
        var connection = new HttpConnection(gateway, Optional.of(token), BUFFER);
        var body = connection.open("/api/runs/" + run + "/stream");
        return new Viewer(
                connection, new BufferedReader(new InputStreamReader(body, StandardCharsets.ISO_8859_1), BUFFER));
    }

    /** Reads to the end of the answer, or until it is closed. */
    void read() {
        try {
            for (String line = lines.readLine(); line != null && !done; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException closed) {
            System.getLogger(Viewer.class.getName())
                    .log(System.Logger.Level.DEBUG, "a viewer ended: {0}", closed.getMessage());
        }
    }

    /** Reads up to the first event. */
    void readFirst() throws IOException {
        for (String line = lines.readLine(); line != null && events == 0; line = lines.readLine()) {
            take(line);
        }
    }

    private void take(String line) {
        bytes += line.length() + 1;
        if (line.startsWith("id:")) {
            note(line.substring("id:".length()).strip());
        } else if (line.endsWith("[DONE]")) {
            done = true;
        }
    }

    /** The third part of an id is the record's number. */
    private void note(String id) {
        doubled |= id.equals(lastId);
        lastId = id;
        if (events == seqs.length) {
            seqs = Arrays.copyOf(seqs, 2 * events);
            times = Arrays.copyOf(times, 2 * events);
        }
        seqs[events] = Long.parseLong(id.split("\\.", -1)[2]);
        times[events++] = System.nanoTime();
    }

    boolean done() {
        return done;
    }

    int events() {
        return events;
    }

    boolean doubled() {
        return doubled;
    }

    long bytes() {
        return bytes;
    }

    long seq(int event) {
        return seqs[event];
    }

    long at(int event) {
        return times[event];
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
