package dev.hawser.agent.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the running agent through its socket. */
public final class LocalClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_ANSWER = 1024 * 1024;

    private final Path socket;

    /** For the agent of this socket. */
    public LocalClient(Path socket) {
        this.socket = socket;
    }

    /** How it is; empty if no agent answers. */
    public Optional<AgentHealth> health() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            CompletableFuture<Void> deadline = new CompletableFuture<Void>()
                    .completeOnTimeout(null, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(() -> close(channel));
            String answer = exchange(channel, LocalApi.HEALTH);
            deadline.cancel(false);
            int body = answer.indexOf("\r\n\r\n");
            boolean good = answer.startsWith("HTTP/1.1 200 ") && body > 0;
            return good
                    ? Optional.of(Json.read(answer.substring(body).strip().getBytes(UTF_8), AgentHealth.class))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String exchange(SocketChannel channel, String path) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(
                ("GET " + path + " HTTP/1.1\r\nHost: local\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
        while (request.hasRemaining()) {
            channel.write(request);
        }
        return new String(Channels.newInputStream(channel).readNBytes(MAX_ANSWER), UTF_8);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(LocalClient.class.getName()).log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
