package dev.hawser.gateway.tail;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RunRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of a run's log, as they come in the order of the stream, together for one viewer.
 *
 * <p>It discards attempts that were given up, checks that nothing is missing (number and chain of every record), and
 * leaves out what is in front of the viewer's cursor. Not thread-safe.
 */
final class Stitch {

    /** What one entry means to the viewer. */
    sealed interface Step {

        /** Nothing. */
        record Skip() implements Step {}

        /** The chunks of a record from an index on. */
        record Chunks(RunRecord record, int firstIndex) implements Step {}

        /** The viewer has seen chunks of an attempt that was given up; the new one begins. */
        record Restart(long fence, long from) implements Step {}

        /** The run is over. {@code closed}: one of its chunks, or the viewer's last event, said so already. */
        record Ended(RunRecord record, EndBody end, boolean closed) implements Step {}

        /**
         * The log has not what must come next. {@code explained}: it was purged, or a claim says that it was lost;
         * reading it once more would not help.
         */
        record Lost(String reason, boolean explained) implements Step {}
    }

    private static final Step SKIP = new Step.Skip();

    private final long newestFence;
    private Optional<Cursor> cursor;
    private long attempt;
    private long expected;
    private @Nullable Chain chain;
    private boolean delivered;
    private boolean closed;

    /**
     * Begins in front of the log.
     *
     * @param newestFence the fence of the newest record that is known: attempts before it are not shown
     * @param cursor what the viewer has seen
     */
    Stitch(long newestFence, Optional<Cursor> cursor) {
        this.newestFence = newestFence;
        this.cursor = cursor;
    }

    /** Takes the next entry of the log. */
    Step take(TailEntry entry) {
        if (entry.record().isEmpty()) {
            return SKIP;
        }
        RunRecord record = entry.record().get();
        if (record.fence() < Math.max(newestFence, attempt)) {
            return SKIP;
        }
        try {
            return switch (record.kind()) {
                case CLAIM -> claim(record, Json.read(record.body().bytes(), ClaimBody.class));
                case CHUNKS -> chunks(record, entry.closes());
                case END -> end(record, Json.read(record.body().bytes(), EndBody.class));
            };
        } catch (MalformedJsonException e) {
            return new Step.Lost(record.id() + " cannot be read", false);
        }
    }

    private Step claim(RunRecord record, ClaimBody claim) {
        if (record.fence() == attempt) {
            chain = record.chain();
            return record.seq() == expected ? SKIP : lost(record, record.seq() > expected);
        }
        boolean restart = cursor.map(seen -> seen.fence() != record.fence()).orElse(delivered);
        attempt = record.fence();
        expected = record.seq();
        chain = record.chain();
        closed = false;
        if (claim.from() < record.seq() && (restart || !isSeenUpTo(record.seq() - 1))) {
            return lost(record, true);
        }
        if (!restart) {
            return SKIP;
        }
        cursor = Optional.empty();
        delivered = false;
        return new Step.Restart(record.fence(), claim.from());
    }

    private Step chunks(RunRecord record, boolean closes) {
        if (record.seq() < expected && record.fence() == attempt) {
            return SKIP;
        }
        if (!continues(record)) {
            return lost(record, attempt == 0);
        }
        closed |= closes;
        int firstIndex = firstIndexOf(record);
        if (firstIndex == Integer.MAX_VALUE) {
            return SKIP;
        }
        delivered = true;
        return new Step.Chunks(record, firstIndex);
    }

    private Step end(RunRecord record, EndBody end) {
        if (!continues(record)) {
            return lost(record, attempt == 0);
        }
        if (isSeenUpTo(record.seq() + 1)) {
            return new Step.Lost("the cursor is behind the end, " + record.id(), true);
        }
        return new Step.Ended(record, end, closed || firstIndexOf(record) > 0);
    }

    private boolean isSeenUpTo(long seq) {
        return cursor.map(seen -> seen.seq() >= seq).orElse(false);
    }

    private int firstIndexOf(RunRecord record) {
        return cursor.map(seen -> seen.firstIndexOf(record.seq())).orElse(0);
    }

    private boolean continues(RunRecord record) {
        if (chain == null || record.fence() != attempt || record.seq() != expected || !record.follows(chain)) {
            return false;
        }
        chain = record.chain();
        expected = record.nextSeq();
        return true;
    }

    private Step lost(RunRecord record, boolean explained) {
        return new Step.Lost(record.id() + " does not follow " + attempt + ':' + (expected - 1), explained);
    }
}
