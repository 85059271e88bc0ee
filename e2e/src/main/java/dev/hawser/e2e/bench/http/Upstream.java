package dev.hawser.e2e.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.body.Content;
import dev.hawser.e2e.bench.worker.Work;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.Optional;

/** The local HTTP server that everything leads to: {@code /small}, {@code /bytes/N} and {@code /sink}. */
public final class Upstream implements Work {

    /** The size of a small answer. */
    static final int SMALL_BYTES = 128;

    private static final int BACKLOG = 4_096;
    private static final int BUFFER = 64 * 1024;
    private static final byte[] SMALL = (head(SMALL_BYTES) + "x".repeat(SMALL_BYTES)).getBytes(ISO_8859_1);

    private final ServerSocket server;

    private Upstream(ServerSocket server) {
        this.server = server;
        Thread.ofVirtual().name("accept").start(this::accept);
    }

    /** Starts it in a process of its own. */
    public static final class Kind implements Work.Kind {

        @Override
        public Work start(JsonNode settings) throws IOException {
            return new Upstream(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        }
    }

    @Override
    public JsonNode run(JsonNode order) {
        return Json.mapper().createObjectNode().put("port", server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream input = new BufferedInputStream(socket.getInputStream(), BUFFER);
            OutputStream output = socket.getOutputStream();
            for (Optional<HttpHead> head = HttpHead.read(input); head.isPresent(); head = HttpHead.read(input)) {
                answer(head.get(), input, output);
            }
        } catch (IOException cut) {
            System.getLogger(Upstream.class.getName())
                    .log(System.Logger.Level.DEBUG, "a connection ended: {0}", cut.getMessage());
        }
    }

    private static void answer(HttpHead head, InputStream input, OutputStream output) throws IOException {
        String target = head.second();
        String hash = hash(head.body(input));
        if (target.endsWith("/small")) {
            output.write(SMALL);
        } else if (target.endsWith("/sink")) {
            output.write((head(hash.length()) + hash).getBytes(ISO_8859_1));
        } else {
            long bytes = Long.parseLong(target.substring(target.lastIndexOf('/') + 1));
            output.write(head(bytes).getBytes(ISO_8859_1));
            Content.writeTo(output, bytes);
        }
    }

    private static String hash(HttpBody body) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int count = body.read(buffer);
        if (count < 0) {
            return "";
        }
        MessageDigest digest = Content.digest();
        for (; count >= 0; count = body.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return Content.hex(digest);
    }

    private static String head(long length) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
