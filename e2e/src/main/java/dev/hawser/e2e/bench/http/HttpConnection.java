package dev.hawser.e2e.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hawser.e2e.bench.body.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Optional;

/** A client's connection, used for one request after the other. */
public final class HttpConnection implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private final String path;
    private final String headers;
    private final byte[] buffer;

    /**
     * Connects.
     *
     * @param base the address that all targets are below
     * @param token a bearer token, if one is needed
     * @param bufferBytes how much is read at once
     */
    public HttpConnection(URI base, Optional<String> token, int bufferBytes) throws IOException {
        this.socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        this.input = new BufferedInputStream(socket.getInputStream(), bufferBytes);
        this.output = socket.getOutputStream();
        this.buffer = new byte[bufferBytes];
        this.path = base.getRawPath();
        this.headers = "Host: " + base.getAuthority() + "\r\n"
                + token.map(text -> "Authorization: Bearer " + text + "\r\n").orElse("");
    }

    /** A connection for large bodies. */
    public static HttpConnection large(URI base, Optional<String> token) throws IOException {
        return new HttpConnection(base, token, BUFFER);
    }

    /** Sends a GET and gives the SHA-256 of the answer's body. */
    public String hashOf(String target) throws IOException {
        send("GET " + path + target + " HTTP/1.1\r\n" + headers + "\r\n");
        HttpBody body = answer();
        MessageDigest digest = Content.digest();
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return Content.hex(digest);
    }

    /** Sends a GET and gives how many bytes the answer's body has. */
    public int sizeOf(String target) throws IOException {
        send("GET " + path + target + " HTTP/1.1\r\n" + headers + "\r\n");
        HttpBody body = answer();
        int size = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            size += count;
        }
        return size;
    }

    /** Sends a GET and gives the answer's body as it comes. */
    public InputStream open(String target) throws IOException {
        send("GET " + path + target + " HTTP/1.1\r\n" + headers + "Accept: text/event-stream\r\n\r\n");
        return answer().stream();
    }

    /** Posts a body of that size and gives the answer's text. */
    public String post(String target, long bytes) throws IOException {
        send("POST " + path + target + " HTTP/1.1\r\n" + headers + "Content-Length: " + bytes + "\r\n\r\n");
        Content.writeTo(output, bytes);
        HttpBody body = answer();
        var text = new StringBuilder();
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            text.append(new String(buffer, 0, count, ISO_8859_1));
        }
        return text.toString();
    }

    private void send(String text) throws IOException {
        output.write(text.getBytes(ISO_8859_1));
    }

    private HttpBody answer() throws IOException {
        HttpHead head = HttpHead.read(input).orElseThrow(() -> new IOException("no answer"));
        if (!head.second().equals("200")) {
            throw new IOException("the answer is " + head.first());
        }
        return head.body(input);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
