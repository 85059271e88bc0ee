package dev.hawser.e2e.bench.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.e2e.bench.body.Content;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Sends a body over plain NATS in messages of 64 KiB: as fast as it can, or with a credit that the receiver renews, which
 * is what any tunnel has to do at least.
 */
final class RawSender implements AutoCloseable {

    private final Connection connection;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore credit = new Semaphore(0);

    RawSender(Connection connection) {
        this.connection = connection;
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(CoreEnd.RAW_DOWN, this::begin);
        dispatcher.subscribe(
                CoreEnd.RAW_CREDIT,
                grant -> credit.release(ByteBuffer.wrap(grant.getData()).getInt()));
    }

    /** The request says how many bytes, and the first credit in messages, 0 for no limit at all. */
    private void begin(Message request) {
        String[] parameters = new String(request.getData(), US_ASCII).split(" ", -1);
        int messages = Content.count(Long.parseLong(parameters[0]));
        int first = Integer.parseInt(parameters[1]);
        credit.drainPermits();
        credit.release(first == 0 ? messages : first);
        threads.execute(() -> send(request.getReplyTo(), messages));
    }

    private void send(String subject, int messages) {
        try {
            for (int number = 0; number < messages; number++) {
                credit.acquire();
                connection.publish(subject, Content.copyOfPiece(number));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
