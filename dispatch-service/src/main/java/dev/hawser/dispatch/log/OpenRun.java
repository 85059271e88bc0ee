package dev.hawser.dispatch.log;

import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunRow;
import java.util.Optional;

/**
 * A run that this pod appends to: who may write, by its row, and what comes next, by its log.
 *
 * <p>The row may be old. That does no harm: a newer claim in the log makes the next append fail, and then both are read
 * again.
 *
 * @param fence the fence of the row, whose claim is in the log
 * @param link the link that holds it
 * @param durable highest seq whose projection is known to be committed
 */
public record OpenRun(RunKey key, long fence, Optional<String> link, LogEnd end, long durable) {

    /** A run as it was just read. */
    static OpenRun of(RunRow row, LogEnd end) {
        return new OpenRun(row.key(), row.holder().fence(), row.holder().link(), end, row.durableSeq());
    }

    /** The same run after an append. */
    OpenRun endingAt(LogEnd next) {
        return new OpenRun(key, fence, link, next, durable);
    }

    /** The same run with a later durable mark. */
    OpenRun durableTo(long seq) {
        return seq <= durable ? this : new OpenRun(key, fence, link, end, seq);
    }

    /** True if that link may append under that fence, as far as is known. */
    public boolean isOpenTo(String other, long otherFence) {
        return fence == otherFence && !end.ended() && link.filter(other::equals).isPresent();
    }
}
