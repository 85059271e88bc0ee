package dev.hawser.gateway.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The newest events of an owner without a hole, up to a number of bytes; always the last one. Not thread-safe. */
final class NewestEvents {

    private final Deque<WatchedEvent> events = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;
    private long floor;

    /** All events behind {@code floor}, a sequence of the stream, are added from now on. */
    NewestEvents(long floor, long maxBytes) {
        this.floor = floor;
        this.maxBytes = maxBytes;
    }

    /** The sequence behind which all events are here. */
    long floor() {
        return floor;
    }

    /** The sequence of the newest one. */
    long last() {
        WatchedEvent last = events.peekLast();
        return last == null ? floor : last.sequence();
    }

    void add(WatchedEvent event) {
        events.addLast(event);
        bytes += event.bytes();
        while (bytes > maxBytes && events.size() > 1) {
            WatchedEvent oldest = events.removeFirst();
            bytes -= oldest.bytes();
            floor = oldest.sequence();
        }
    }

    /** The events behind a sequence, in order. */
    List<WatchedEvent> after(long sequence) {
        var behind = new ArrayDeque<WatchedEvent>();
        Iterator<WatchedEvent> backwards = events.descendingIterator();
        while (backwards.hasNext()) {
            WatchedEvent event = backwards.next();
            if (event.sequence() <= sequence) {
                break;
            }
            behind.addFirst(event);
        }
        return List.copyOf(behind);
    }
}
