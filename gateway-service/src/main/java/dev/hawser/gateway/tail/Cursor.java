package dev.hawser.gateway.tail;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.record.RunRecord;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a run's log, right behind one chunk: the id of an event.
 *
 * @param fence the attempt that wrote the chunk; it only tells whether the run was attempted anew since
 * @param seq the record; 0 in a replay from the stored message, which has no records
 * @param index the chunk in the record, from 0
 */
record Cursor(String run, long fence, long seq, int index) {

    private static final int LAST_INDEX = Integer.MAX_VALUE - 1;
    private static final Pattern TEXT = Pattern.compile("(run_[0-9a-z]{26})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,9})");

    /** The cursor that a client sent; empty for anything that we never gave. */
    static Optional<Cursor> parse(@Nullable String text) {
        Matcher match = TEXT.matcher(text == null ? "" : text);
        if (!match.matches() || !Ids.isValid(IdPrefix.RUN, match.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new Cursor(
                match.group(1),
                Long.parseLong(match.group(2)),
                Long.parseLong(match.group(3)),
                Integer.parseInt(match.group(4))));
    }

    /** The place behind all chunks of a record. */
    static Cursor behind(RunRecord record) {
        return new Cursor(record.run(), record.fence(), record.seq(), LAST_INDEX);
    }

    /** A place in the replay of the stored message, which has no records: counted from 1. */
    static Cursor ofStored(String run, long fence, int count) {
        return new Cursor(run, fence, 0, count);
    }

    /** True for a place in a replay of the stored message. */
    boolean isOfStored() {
        return seq == 0 && index > 0;
    }

    /** The id of an event. */
    String text() {
        return run + '.' + fence + '.' + seq + '.' + index;
    }

    /** The first chunk of a record that is behind this place; {@link Integer#MAX_VALUE} if none is. */
    int firstIndexOf(long recordSeq) {
        if (recordSeq == seq) {
            return index + 1;
        }
        return recordSeq > seq ? 0 : Integer.MAX_VALUE;
    }
}
