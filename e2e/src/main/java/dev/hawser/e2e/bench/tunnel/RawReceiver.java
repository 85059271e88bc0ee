package dev.hawser.e2e.bench.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.e2e.bench.body.Content;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Receives what a {@link RawSender} sends, and renews its credit at half of the window. */
final class RawReceiver {

    private static final long LIMIT_SECONDS = 120;

    private final Connection connection;

    RawReceiver(Connection connection) {
        this.connection = connection;
    }

    /**
     * Seconds that a body takes.
     *
     * @param window how many messages may be under way, 0 for no limit; without one the hash is not checked
     */
    double seconds(long bytes, int window) throws Exception {
        String subject = connection.createInbox();
        var transfer = new Transfer(Content.count(bytes), window);
        Dispatcher dispatcher = connection.createDispatcher(transfer::take);
        dispatcher.setPendingLimits(0, 0);
        dispatcher.subscribe(subject);
        connection.flush(java.time.Duration.ofSeconds(5));
        long start = System.nanoTime();
        connection.publish(CoreEnd.RAW_DOWN, subject, (bytes + " " + window).getBytes(US_ASCII));
        String hash = transfer.whole.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        connection.closeDispatcher(dispatcher);
        if (window > 0 && !hash.equals(Content.sha256(bytes))) {
            throw new IllegalStateException("the bytes differ");
        }
        return seconds;
    }

    private final class Transfer {

        private final CompletableFuture<String> whole = new CompletableFuture<>();
        private final MessageDigest digest = Content.digest();
        private final int messages;
        private final int window;
        private int received;
        private int toGrant;

        private Transfer(int messages, int window) {
            this.messages = messages;
            this.window = window;
        }

        private void take(Message message) {
            received++;
            if (window > 0) {
                digest.update(message.getData());
                if (++toGrant >= window / 2) {
                    byte[] grant =
                            ByteBuffer.allocate(Integer.BYTES).putInt(toGrant).array();
                    connection.publish(CoreEnd.RAW_CREDIT, grant);
                    toGrant = 0;
                }
            }
            if (received == messages) {
                whole.complete(Content.hex(digest));
            }
        }
    }
}
