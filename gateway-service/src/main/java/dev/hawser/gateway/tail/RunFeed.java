package dev.hawser.gateway.tail;

import dev.hawser.jetstream.log.LiveRecord;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.log.StoredRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one upstream of a run on this pod: its newest records, without a hole, in a buffer that all viewers share.
 *
 * <p>Live delivery only says that there is something. A record that does not follow the last one is not taken; what is
 * missing is read from the log, again and again with back-off, since a replica may lag. Thread-safe.
 */
final class RunFeed {

    private static final Logger LOG = Logger.getLogger(RunFeed.class);
    private static final int BATCH = 256;

    private final TailRun run;
    private final RunLog log;
    private final Vertx vertx;
    private final TailMetrics metrics;
    private final Set<Viewer> viewers = new CopyOnWriteArraySet<>();

    private final NewestEntries newest;
    private final LogProgress progress = new LogProgress();
    private long head;
    private long target;
    private boolean ready;
    private boolean reading;
    private boolean open = true;
    private final FruitlessReads fruitless;
    private long touched = System.nanoTime();
    private Optional<TailRun> over = Optional.empty();
    private @Nullable AutoCloseable subscription;

    RunFeed(TailRun run, RunLog log, Vertx vertx, TailMetrics metrics, TailConfig config) {
        this.metrics = metrics;
        this.run = run;
        this.log = log;
        this.vertx = vertx;
        this.newest = new NewestEntries(config.viewerBuffer().asLongValue());
        this.fruitless = new FruitlessReads(config.patience());
    }

    /** Subscribes first, then asks where the log ends: nothing can fall between the two. */
    void start() {
        synchronized (this) {
            subscription = log.live(run.partition(), run.id(), this::live);
        }
        findEnd();
    }

    TailRun run() {
        return run;
    }

    Set<Viewer> viewers() {
        return viewers;
    }

    /** What a viewer that has taken all entries up to a stream sequence gets next. */
    synchronized Next after(long position) {
        if (!ready) {
            return new Next.Wait();
        }
        if (position >= head) {
            return over.isPresent() && head >= target ? new Next.Over(over.get()) : new Next.Wait();
        }
        if (position < newest.floor()) {
            return new Next.Behind();
        }
        return new Next.Entries(newest.after(position));
    }

    /** True if a viewer at this place must read the log. */
    synchronized boolean isBehind(long position) {
        return ready && position < newest.floor();
    }

    /** Attempts before this one are over. */
    synchronized long newestFence() {
        return progress.newestFence();
    }

    /** The number of the {@code end} record; 0 if none has been seen. */
    synchronized long endSeq() {
        return progress.endSeq();
    }

    /** The row of the run, once that is over. */
    synchronized Optional<TailRun> over() {
        return over;
    }

    /** Whether all of a chunk that spans records is in the log, up to that one. */
    synchronized LogProgress.Whole whole(long fence, long lastSeq) {
        return progress.whole(fence, lastSeq, over.isPresent());
    }

    /** True once it is known where the log ends. */
    synchronized boolean isReady() {
        return ready;
    }

    /** True if nothing came for so long. Asked once, it is quiet for that long again. */
    synchronized boolean isQuiet(Duration time) {
        boolean quiet = ready && System.nanoTime() - touched >= time.toNanos();
        if (quiet) {
            touched = System.nanoTime();
        }
        return quiet;
    }

    /** The log has, or had a moment ago, an entry of this stream sequence. */
    void reaches(long streamSequence) {
        synchronized (this) {
            target = Math.max(target, streamSequence);
        }
        readIfNeeded();
    }

    /** The row says that the run is over; the leader, asked after that, where its log ends (0: there is none). */
    void isOver(TailRun ended, long lastStreamSequence) {
        synchronized (this) {
            over = Optional.of(ended);
            target = lastStreamSequence;
        }
        readIfNeeded();
        wake();
    }

    /** True if the log was seen to be longer than that. */
    synchronized boolean isAhead(long lastStreamSequence) {
        return ready && lastStreamSequence < head;
    }

    /** The stream sequence of the last entry that was seen; 0 if there is none. */
    synchronized long head() {
        return head;
    }

    /** Whether the leader has less of the log than was seen before it was asked: records come while it answers. */
    Uni<Boolean> becameShorter() {
        long seen = head();
        return log.last(run.partition(), run.id())
                .map(last -> last.map(StoredRecord::streamSequence).orElse(0L) < seen);
    }

    /** The leader says that the log is shorter than it was: it is another log. Its viewers come back to a new feed. */
    void isAnother() {
        LOG.errorf("the log of %s is another one than before; its tails begin again", run.id());
        viewers.forEach(Viewer::leave);
    }

    void close() {
        AutoCloseable closing;
        synchronized (this) {
            open = false;
            closing = subscription;
            subscription = null;
        }
        if (closing != null) {
            try {
                closing.close();
            } catch (Exception e) {
                LOG.warnf(e, "the subscription of %s could not be closed", run.id());
            }
        }
    }

    private void findEnd() {
        log.last(run.partition(), run.id()).subscribe().with(this::foundEnd, failure -> {
            LOG.debugf("the end of %s is not known yet: %s", run.id(), failure);
            failed();
            later(this::findEnd);
        });
    }

    private synchronized void failed() {
        fruitless.add();
    }

    private void foundEnd(Optional<StoredRecord> last) {
        synchronized (this) {
            head = last.map(StoredRecord::streamSequence).orElse(0L);
            newest.beginAfter(head);
            last.ifPresent(stored -> progress.note(stored.record()));
            ready = true;
            fruitless.end();
        }
        readIfNeeded();
        wake();
    }

    private void live(LiveRecord record) {
        boolean taken;
        synchronized (this) {
            target = Math.max(target, record.streamSequence());
            taken = ready && !reading && record.previousSequence() == head && record.streamSequence() > head;
            if (taken) {
                add(TailEntry.of(record.streamSequence(), record.record()));
            }
        }
        if (taken) {
            wake();
        } else {
            readIfNeeded();
        }
    }

    private void readIfNeeded() {
        long from;
        synchronized (this) {
            if (!open || !ready || reading || target <= head) {
                return;
            }
            reading = true;
            from = head + 1;
        }
        log.read(run.partition(), run.id(), from, BATCH).subscribe().with(this::read, failure -> {
            LOG.debugf("the log of %s cannot be read: %s", run.id(), failure);
            read(List.of());
        });
    }

    private void read(List<LogEntry> entries) {
        boolean again;
        synchronized (this) {
            reading = false;
            entries.stream()
                    .map(TailEntry::of)
                    .filter(entry -> entry.streamSequence() > head)
                    .forEach(this::add);
            again = !entries.isEmpty() || target <= head;
            if (again) {
                fruitless.end();
            } else if (fruitless.addAndAlarm()) {
                metrics.hole();
                LOG.errorf("the log of %s has no entry after %d, but %d was seen", run.id(), head, target);
            }
        }
        if (!entries.isEmpty()) {
            wake();
        }
        if (again) {
            readIfNeeded();
        } else {
            later(this::readIfNeeded);
        }
    }

    private void add(TailEntry entry) {
        newest.add(entry);
        head = entry.streamSequence();
        touched = System.nanoTime();
        entry.record().ifPresent(progress::note);
    }

    private void wake() {
        viewers.forEach(Viewer::wake);
    }

    private void later(Runnable action) {
        long wait;
        synchronized (this) {
            if (!open) {
                return;
            }
            wait = fruitless.backOffMillis();
        }
        vertx.setTimer(wait, timer -> action.run());
    }

    /** What follows a place. */
    sealed interface Next {

        /** Nothing yet. */
        record Wait() implements Next {}

        /** The place is further back than the buffer: read the log. */
        record Behind() implements Next {}

        /** Entries without a hole. */
        record Entries(List<TailEntry> entries) implements Next {}

        /** Nothing, ever: the run is over. */
        record Over(TailRun run) implements Next {}
    }
}
