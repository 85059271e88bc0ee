package dev.hawser.projector.lead;

import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.PartitionReader;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a partition that wait to be folded: never more than were asked for. Confined to the mailbox, into which
 * the reader's threads put what arrives.
 */
final class PartitionFeed {

    private final PartitionReader reader;
    private final Mailbox mailbox;
    private final Runnable arrived;
    private final int readAhead;
    private final Queue<LogEntry> waiting = new ArrayDeque<>();
    private @Nullable Reading reading;
    private int taken;

    /**
     * @param arrived called in the mailbox when there is something to fold
     */
    PartitionFeed(PartitionReader reader, Mailbox mailbox, int readAhead, Runnable arrived) {
        this.reader = reader;
        this.mailbox = mailbox;
        this.readAhead = readAhead;
        this.arrived = arrived;
    }

    /** Reads from a stream sequence on; what an earlier reading brought and was not folded is forgotten. */
    void readFrom(int partition, long streamSequence) {
        close();
        var next = new Reading();
        reading = next;
        reader.read(partition, streamSequence).subscribe().withSubscriber(next);
    }

    @Nullable LogEntry peek() {
        return waiting.peek();
    }

    /** True if this entry is the first one that waits. */
    boolean isFirst(LogEntry entry) {
        LogEntry first = waiting.peek();
        return first != null && first.streamSequence() == entry.streamSequence();
    }

    /** The first entry is folded. */
    void took() {
        waiting.remove();
        taken++;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** The runs of all entries that wait. */
    Set<String> runs() {
        var runs = new LinkedHashSet<String>();
        waiting.forEach(entry -> runs.add(entry.run()));
        return runs;
    }

    /** Asks for as many entries as were folded, once that is worth a request. */
    void askForMore() {
        Reading current = reading;
        if (current != null && (waiting.isEmpty() || taken >= readAhead / 2) && taken > 0) {
            current.request(taken);
            taken = 0;
        }
    }

    void close() {
        Reading old = reading;
        reading = null;
        if (old != null) {
            old.cancel();
        }
        waiting.clear();
        taken = 0;
    }

    private final class Reading implements Flow.Subscriber<LogEntry> {

        private Flow.@Nullable Subscription subscription;
        private boolean cancelled;

        @Override
        public synchronized void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (cancelled) {
                given.cancel();
            } else {
                given.request(readAhead);
            }
        }

        @Override
        public void onNext(LogEntry entry) {
            mailbox.execute(() -> arrive(entry));
        }

        private void arrive(LogEntry entry) {
            if (reading == this) {
                waiting.add(entry);
                arrived.run();
            }
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException("the reader of a partition never fails", failure);
        }

        @Override
        public void onComplete() {
            // the reader of a partition never ends by itself
        }

        private synchronized void request(int count) {
            if (subscription != null) {
                subscription.request(count);
            }
        }

        private synchronized void cancel() {
            cancelled = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
