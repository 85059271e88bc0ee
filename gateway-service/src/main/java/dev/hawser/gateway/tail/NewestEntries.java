package dev.hawser.gateway.tail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The newest entries of a log without a hole, up to a number of bytes; always the last one. Not thread-safe. */
final class NewestEntries {

    private final Deque<TailEntry> entries = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;
    private long floor;

    NewestEntries(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The stream sequence behind which all entries are here. */
    long floor() {
        return floor;
    }

    /** What is added from now on follows this stream sequence. */
    void beginAfter(long streamSequence) {
        floor = streamSequence;
    }

    void add(TailEntry entry) {
        entries.addLast(entry);
        bytes += entry.bytes();
        while (bytes > maxBytes && entries.size() > 1) {
            TailEntry oldest = entries.removeFirst();
            bytes -= oldest.bytes();
            floor = oldest.streamSequence();
        }
    }

    /** The entries behind a stream sequence, in order. */
    List<TailEntry> after(long position) {
        var behind = new ArrayDeque<TailEntry>();
        Iterator<TailEntry> backwards = entries.descendingIterator();
        while (backwards.hasNext()) {
            TailEntry entry = backwards.next();
            if (entry.streamSequence() <= position) {
                break;
            }
            behind.addFirst(entry);
        }
        return new ArrayList<>(behind);
    }
}
