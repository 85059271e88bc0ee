package dev.hawser.jetstream.consumer;

import dev.hawser.jetstream.api.Inbox;
import org.jspecify.annotations.Nullable;

/** One consumer on the server that an {@link OrderedReader} reads, from its creation to its loss. */
final class PullState {

    /** Heartbeats come every second; this many may be missing. */
    private static final long SILENCE_NANOS = 3 * ConsumerConfig.Next.HEARTBEAT.toNanos();

    private final String consumer;
    private Inbox.@Nullable Route route;
    private long nextDelivery = 1;
    private long asked;
    private long arrived;
    private long heardAt = System.nanoTime();

    PullState(String consumer) {
        this.consumer = consumer;
    }

    String consumer() {
        return consumer;
    }

    void open(Inbox.Route opened) {
        this.route = opened;
    }

    String replySubject() {
        Inbox.Route opened = route;
        if (opened == null) {
            throw new IllegalStateException("no inbox yet");
        }
        return opened.subject();
    }

    void close() {
        Inbox.Route opened = route;
        if (opened != null) {
            opened.close();
        }
    }

    boolean isWaiting() {
        return asked > 0;
    }

    /** Messages were asked for. */
    void asking(long batch) {
        asked = batch;
        arrived = 0;
        heardAt = System.nanoTime();
    }

    /** The server will send nothing more for what was asked; true if it had sent something. */
    boolean over() {
        asked = 0;
        return arrived > 0;
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    /** True if the delivery is the one that follows the one before. */
    boolean follows(long consumerSequence) {
        if (consumerSequence != nextDelivery) {
            return false;
        }
        nextDelivery++;
        arrived++;
        asked = Math.max(0, asked - 1);
        return true;
    }

    boolean isSilent() {
        return isWaiting() && System.nanoTime() - heardAt > SILENCE_NANOS;
    }
}
