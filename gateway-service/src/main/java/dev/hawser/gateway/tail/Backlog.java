package dev.hawser.gateway.tail;

import dev.hawser.jetstream.log.LogEntry;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The entries that one viewer takes next, and how it reads the log: about 1 MiB at a time, and only when it has taken
 * what it read before. Used on one context only.
 */
final class Backlog {

    private static final Logger LOG = Logger.getLogger(Backlog.class);
    private static final int FIRST_BATCH = 64;
    private static final int LARGEST_BATCH = 256;
    private static final long BATCH_BYTES = 1024L * 1024;
    private static final long RETRY_MILLIS = 100;

    private final TailSources sources;
    private final Context context;
    private final TailRun run;
    private final Runnable changed;
    private final Deque<TailEntry> entries = new ArrayDeque<>();
    private int batch = FIRST_BATCH;
    private boolean busy;

    /** {@code changed} is called on the context after each read, also after a fruitless one. */
    Backlog(TailSources sources, Context context, TailRun run, Runnable changed) {
        this.sources = sources;
        this.context = context;
        this.run = run;
        this.changed = changed;
    }

    /** True while the log is read, or rested from. */
    boolean isBusy() {
        return busy;
    }

    @Nullable TailEntry peek() {
        return entries.peek();
    }

    void remove() {
        entries.remove();
    }

    void clear() {
        entries.clear();
    }

    /** Takes entries that somebody else has read; false if there are none. */
    boolean addAll(Collection<TailEntry> newest) {
        return entries.addAll(newest);
    }

    /** Reads on behind a stream sequence. */
    void readAfter(long position) {
        busy = true;
        sources.log()
                .read(run.partition(), run.id(), position + 1, batch, BATCH_BYTES)
                .subscribe()
                .with(
                        found -> context.runOnContext(nothing -> taken(found)),
                        failure -> context.runOnContext(nothing -> {
                            LOG.debugf("the log of %s cannot be read: %s", run.id(), failure);
                            rest(RETRY_MILLIS);
                        }));
    }

    /** Does nothing for a while. */
    void rest(long millis) {
        busy = true;
        sources.vertx()
                .setTimer(
                        millis,
                        timer -> context.runOnContext(nothing -> {
                            busy = false;
                            changed.run();
                        }));
    }

    private void taken(List<LogEntry> found) {
        if (found.isEmpty()) {
            rest(RETRY_MILLIS);
            return;
        }
        long bytes = 1;
        for (LogEntry entry : found) {
            TailEntry tailed = TailEntry.of(entry);
            bytes += tailed.bytes();
            entries.add(tailed);
        }
        batch = Math.clamp(BATCH_BYTES * found.size() / bytes, 1, LARGEST_BATCH);
        busy = false;
        changed.run();
    }
}
