package dev.hawser.gateway.tail;

import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.gateway.sse.EventStream;
import io.vertx.core.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client that watches one run.
 *
 * <p>It reads the log at the pace of its client until it has caught up with the {@link RunFeed}, whose newest records it
 * takes from then on. Everything but {@link #wake()} happens on the context of its connection.
 */
final class Viewer {

    private static final Logger LOG = Logger.getLogger(Viewer.class);
    private static final long FIRST_REREAD_MILLIS = 50;

    private final TailSources sources;
    private final Context context;
    private final boolean resumed;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final RunFeed feed;
    private final EventStream stream;
    private final Backlog backlog;
    private Optional<Cursor> seen;
    private @Nullable Stitch stitch;
    private @Nullable StoredTelling telling;
    private long position;
    private long doubtedPosition;
    private long doubtedSince;
    private int doubts;
    private boolean live;
    private boolean asking;
    private boolean shown;
    private boolean lost;
    private boolean dropping;

    Viewer(TailSources sources, Context context, TailRun run, Optional<Cursor> cursor, StreamOpener opener) {
        this.sources = sources;
        this.context = context;
        this.seen = cursor;
        this.resumed = cursor.isPresent();
        this.backlog = new Backlog(sources, context, run, this::advance);
        this.stream = opener.open(this::wake, this::closed);
        this.feed = sources.feeds().join(run, this);
    }

    /** There may be something to do. May be called on any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(nothing -> {
                woken.set(false);
                advance();
            });
        }
    }

    /** The log is another one than before: the client comes back and begins with what is there now. */
    void leave() {
        context.runOnContext(nothing -> stream.end());
    }

    private void closed() {
        sources.feeds().leave(feed, this);
    }

    private void advance() {
        if (stream.isOpen() && stream.isFull() && live && feed.isBehind(position)) {
            LOG.infof(
                    "a viewer of %s is too slow; it may come back with its cursor",
                    feed.run().id());
            sources.metrics().slow();
            stream.end();
        }
        boolean more = true;
        while (more && stream.isOpen() && !stream.isFull()) {
            more = step();
        }
    }

    /** Does one thing; false if there is nothing to do now. */
    private boolean step() {
        if (asking || backlog.isBusy() || !feed.isReady()) {
            return false;
        }
        if (telling != null) {
            telling.tellNext(stream);
            return true;
        }
        if (lost || waitsForStored()) {
            feed.over().ifPresent(this::askForStored);
            return false;
        }
        TailEntry next = backlog.peek();
        return next == null ? fetch() : takeOrWait(next);
    }

    /** Its last event said, or was of, what is stored: this attempt's log is not for it. */
    private boolean waitsForStored() {
        return !shown
                && seen.filter(cursor -> cursor.isOfStored() && cursor.fence() == feed.newestFence())
                        .isPresent();
    }

    private boolean fetch() {
        if (position < doubtedPosition) {
            backlog.readAfter(position);
            return false;
        }
        return switch (feed.after(position)) {
            case RunFeed.Next.Entries(List<TailEntry> newest) -> {
                live = true;
                yield backlog.addAll(newest);
            }
            case RunFeed.Next.Behind() -> {
                live = false;
                backlog.readAfter(position);
                yield false;
            }
            case RunFeed.Next.Over(TailRun run) -> {
                askForStored(run);
                yield false;
            }
            case RunFeed.Next.Wait() -> {
                live = true;
                yield false;
            }
        };
    }

    /** A chunk that spans records is begun only when all of it is there: an event cannot be taken back. */
    private boolean takeOrWait(TailEntry next) {
        Optional<Fragment> fragment = next.record().flatMap(RunRecord::fragment);
        if (fragment.isPresent() && fragment.get().index() == 1) {
            RunRecord record = next.record().orElseThrow();
            switch (feed.whole(record.fence(), record.seq() + fragment.get().count() - 1)) {
                case NOT_YET -> {
                    live = true;
                    return false;
                }
                case NEVER -> dropping = true;
                case YES -> dropping = false;
            }
        }
        backlog.remove();
        position = next.streamSequence();
        apply(stitch().take(next));
        return true;
    }

    private Stitch stitch() {
        if (stitch == null) {
            stitch = new Stitch(feed.newestFence(), seen);
        }
        return stitch;
    }

    private void apply(Stitch.Step step) {
        switch (step) {
            case Stitch.Step.Skip() -> {
                // Nothing of it is for this viewer.
            }
            case Stitch.Step.Chunks(RunRecord record, int firstIndex) -> show(record, firstIndex);
            case Stitch.Step.Restart(long fence, long from) ->
                restart(new Cursor(feed.run().id(), fence, Math.max(0, from - 1), 0));
            case Stitch.Step.Ended ended -> end(ended);
            case Stitch.Step.Lost(String reason, boolean explained) -> {
                if (explained || stream.isInsideEvent() || isBeyondDoubt()) {
                    lose(reason, explained);
                } else {
                    readAgain();
                }
            }
        }
    }

    private void show(RunRecord record, int firstIndex) {
        if (record.fragment().isEmpty()) {
            stream.write(Sse.chunks(record, firstIndex));
        } else if (!dropping && firstIndex == 0) {
            stream.writePiece(
                    Sse.fragment(record, record.fragment().get()),
                    record.fragment().get().isLast());
        }
        if (!stream.isInsideEvent()) {
            seen = Optional.of(Cursor.behind(record));
        }
        if (position > doubtedPosition) {
            doubts = 0;
        }
        shown = true;
    }

    private void restart(Cursor from) {
        if (!stream.isInsideEvent()) {
            stream.write(Sse.event(from, Closing.restart(from.fence())));
        }
        if (shown) {
            stream.end();
        }
    }

    private void end(Stitch.Step.Ended ended) {
        RunRecord record = ended.record();
        if (!ended.closed()) {
            stream.write(Sse.event(place(record, 0), Closing.chunk(ended.end())));
        }
        stream.write(Sse.done(place(record, 1)));
        stream.end();
    }

    private static Cursor place(RunRecord record, int index) {
        return new Cursor(record.run(), record.fence(), record.seq(), index);
    }

    private boolean isBeyondDoubt() {
        if (doubts == 0) {
            doubtedSince = System.nanoTime();
        }
        return System.nanoTime() - doubtedSince > sources.patience().toNanos();
    }

    /** What was read may be wrong, or stale: the log is read once more from behind what was shown. */
    private void readAgain() {
        backlog.clear();
        stitch = null;
        doubtedPosition = position;
        position = 0;
        backlog.rest(FIRST_REREAD_MILLIS << Math.min(doubts, 4));
        doubts++;
    }

    /** The log has not what must come next: what is stored is told, once the run is over. */
    private void lose(String reason, boolean explained) {
        LOG.logf(
                explained ? Logger.Level.DEBUG : Logger.Level.ERROR,
                "the log of %s: %s",
                feed.run().id(),
                reason);
        if (!explained) {
            sources.metrics().damaged();
        }
        lost = true;
        backlog.clear();
        if (shown) {
            restart(Cursor.ofStored(feed.run().id(), feed.newestFence(), 1));
        }
    }

    private void askForStored(TailRun run) {
        asking = true;
        sources.answers()
                .answer(run.id())
                .subscribe()
                .with(
                        answer -> context.runOnContext(nothing -> tellStored(run, answer)),
                        failure -> context.runOnContext(nothing -> {
                            LOG.warnf("the answer of %s cannot be read: %s", run.id(), failure);
                            stream.end();
                        }));
    }

    private void tellStored(TailRun run, Optional<TailRepository.Answer> answer) {
        asking = false;
        if (shown || resumed) {
            restart(Cursor.ofStored(run.id(), run.fence(), 1));
        }
        telling = new StoredTelling(run, feed.endSeq(), answer, resumed);
        advance();
    }
}
