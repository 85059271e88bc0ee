package dev.hawser.e2e.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a request or an answer.
 *
 * @param first its first line
 * @param headers the other lines, in small letters
 */
record HttpHead(String first, List<String> headers) {

    private static final int LIMIT = 64 * 1024;

    HttpHead {
        headers = List.copyOf(headers);
    }

    /** Reads one; empty if the connection has ended before it. */
    static Optional<HttpHead> read(InputStream input) throws IOException {
        String first = line(input, true);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var headers = new ArrayList<String>();
        for (String line = line(input, false); !line.isEmpty(); line = line(input, false)) {
            headers.add(line.toLowerCase(Locale.ROOT));
        }
        return Optional.of(new HttpHead(first, headers));
    }

    /** The second word of the first line: the target of a request, or the status of an answer. */
    String second() {
        return first.split(" ", -1)[1];
    }

    /** The value of a header, or nothing. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** The body that follows on this connection. */
    HttpBody body(InputStream input) {
        if (header("transfer-encoding").isPresent()) {
            return HttpBody.chunked(input);
        }
        return HttpBody.of(input, header("content-length").map(Long::parseLong).orElse(0L));
    }

    /** A line without its end; the empty text at the end of the connection, where that is allowed. */
    static String line(InputStream input, boolean mayEnd) throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                if (mayEnd && length == 0) {
                    return "";
                }
                throw new EOFException("the connection ended in a head");
            }
            if (length == LIMIT) {
                throw new IOException("a head of more than 64 KiB");
            }
            if (length == line.length) {
                line = java.util.Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, ISO_8859_1).stripTrailing();
    }
}
