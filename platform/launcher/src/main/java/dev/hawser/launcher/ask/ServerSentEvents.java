package dev.hawser.launcher.ask;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads events off one connection (WHATWG HTML, 9.2.6). */
final class ServerSentEvents implements AutoCloseable {

    private final BufferedReader reader;

    ServerSentEvents(InputStream stream) {
        this.reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /**
     * One event.
     *
     * @param id its id; empty if it has none
     * @param data its data, lines joined by line feeds
     */
    record Event(Optional<String> id, String data) {}

    /** Waits for the next event; empty when the server has ended the stream. */
    Optional<Event> next() throws IOException {
        Optional<String> id = Optional.empty();
        var data = new StringBuilder();
        boolean hasData = false;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty() && hasData) {
                return Optional.of(new Event(id, data.substring(0, data.length() - 1)));
            } else if (line.startsWith("id:")) {
                id = Optional.of(value(line));
            } else if (line.startsWith("data:")) {
                data.append(value(line)).append('\n');
                hasData = true;
            }
        }
        return Optional.empty();
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
