package dev.hawser.agent.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.contract.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers other processes of the same user on a socket in the file system that only this user may open. */
public final class LocalServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LocalServer.class.getName());
    private static final int CONNECTIONS = 16;
    private static final int MAX_LINE = 4_096;

    private final Path file;
    private final Map<String, Supplier<Object>> gets;
    private final ServerSocketChannel channel;
    private final Semaphore free = new Semaphore(CONNECTIONS);

    private LocalServer(Path file, Map<String, Supplier<Object>> gets, ServerSocketChannel channel) {
        this.file = file;
        this.gets = Map.copyOf(gets);
        this.channel = channel;
    }

    /**
     * Starts to answer. The caller holds the agent's lock, so a file that is there already is nobody's.
     *
     * @param gets what {@code GET} gives, by path
     */
    public static LocalServer start(Path file, Map<String, Supplier<Object>> gets) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.deleteIfExists(file);
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var server = new LocalServer(file, gets, channel);
        Thread.ofVirtual().name("local-api").start(server::acceptAll);
        return server;
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot close " + file, e);
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel client = channel.accept();
                if (free.tryAcquire()) {
                    Thread.ofVirtual().start(() -> serve(client));
                } else {
                    client.close();
                }
            }
        } catch (ClosedChannelException e) {
            LOG.log(Level.DEBUG, "the local socket is closed", e);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the local socket does not work any more", e);
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            var reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(client), US_ASCII), MAX_LINE);
            String request = line(reader);
            String header = line(reader);
            while (header != null && !header.isEmpty()) {
                header = line(reader);
            }
            if (request != null) {
                write(client, request);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a local client has gone", e);
        } finally {
            free.release();
        }
    }

    /** One line; a client that sends longer ones is cut off. */
    private static @Nullable String line(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        for (int c = reader.read(); c != '\n'; c = reader.read()) {
            if (c < 0) {
                return null;
            }
            if (line.length() >= MAX_LINE) {
                throw new IOException("a line is too long");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void write(SocketChannel client, String request) throws IOException {
        int start = request.indexOf(' ');
        int end = request.indexOf(' ', start + 1);
        String path = start > 0 && end > start ? request.substring(start + 1, end) : "";
        Supplier<Object> answer = gets.get(path);
        boolean isGet = request.startsWith("GET ");
        byte[] body = answer == null || !isGet ? new byte[0] : Json.bytes(answer.get());
        String status = answer == null ? "404 Not Found" : isGet ? "200 OK" : "405 Method Not Allowed";
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n";
        ByteBuffer out = ByteBuffer.allocate(head.length() + body.length)
                .put(head.getBytes(US_ASCII))
                .put(body)
                .flip();
        while (out.hasRemaining()) {
            client.write(out);
        }
    }
}
