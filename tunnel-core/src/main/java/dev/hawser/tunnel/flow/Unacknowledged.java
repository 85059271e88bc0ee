package dev.hawser.tunnel.flow;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one direction that the other end has not acknowledged, in order, and how far they have been sent since
 * the last rewind. Not thread-safe.
 */
final class Unacknowledged {

    /** One encoded frame. */
    static final class Piece {

        private final boolean head;
        private final long end;
        private final int bodyBytes;
        private final boolean last;
        private final byte[] message;
        private boolean sentBefore;

        private Piece(boolean head, long end, int bodyBytes, boolean last, byte[] message) {
            this.head = head;
            this.end = end;
            this.bodyBytes = bodyBytes;
            this.last = last;
            this.message = message;
        }

        /** The head of an answer and the first bytes of its body. */
        static Piece head(int bodyBytes, boolean last, byte[] message) {
            return new Piece(true, bodyBytes, bodyBytes, last, message);
        }

        /** Bytes of a body up to an offset, or its end. */
        static Piece body(long end, int bodyBytes, boolean last, byte[] message) {
            return new Piece(false, end, bodyBytes, last, message);
        }

        int bodyBytes() {
            return bodyBytes;
        }

        boolean isLast() {
            return last;
        }

        byte[] message() {
            return message;
        }

        /** Says whether it was sent before, which is true from the second call on. */
        boolean markSent() {
            boolean before = sentBefore;
            sentBefore = true;
            return before;
        }

        private boolean isCovered(long received, boolean headSeen, boolean finSeen) {
            return finSeen || (end <= received && !last && (!head || headSeen));
        }
    }

    private static final int SHORT_BYTES = 4_096;

    private final ArrayDeque<Piece> sent = new ArrayDeque<>(2);
    private final ArrayDeque<Piece> unsent = new ArrayDeque<>(2);
    private long bytes;

    /** Appends a frame that is to be sent. */
    void add(Piece piece) {
        unsent.addLast(piece);
        bytes += piece.bodyBytes();
    }

    /** True if something waits to be sent. */
    boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    /** True if the next frame is a head with few bytes of body. */
    boolean isShortHeadNext() {
        Piece first = unsent.peekFirst();
        return first != null && first.head && first.bodyBytes <= SHORT_BYTES;
    }

    /** The next frame to send, which counts as sent from now on; null if there is none. */
    @Nullable Piece next() {
        Piece piece = unsent.pollFirst();
        if (piece != null) {
            sent.addLast(piece);
        }
        return piece;
    }

    /**
     * Drops what the other end has: bytes up to an offset, the head, or all of it with the end.
     *
     * @return how many frames
     */
    int acknowledge(long received, boolean headSeen, boolean finSeen) {
        return drop(sent, received, headSeen, finSeen) + drop(unsent, received, headSeen, finSeen);
    }

    /** Everything that is left is to be sent again; says how many frames had been sent. */
    int rewind() {
        int count = sent.size();
        Iterator<Piece> newestFirst = sent.descendingIterator();
        while (newestFirst.hasNext()) {
            unsent.addFirst(newestFirst.next());
        }
        sent.clear();
        return count;
    }

    /** The next frames count as sent after all, until that many do. */
    void fastForward(int count) {
        while (sent.size() < count && !unsent.isEmpty()) {
            sent.addLast(unsent.removeFirst());
        }
    }

    int size() {
        return sent.size() + unsent.size();
    }

    boolean isEmpty() {
        return sent.isEmpty() && unsent.isEmpty();
    }

    /** Bytes of body in all frames. */
    long bytes() {
        return bytes;
    }

    void clear() {
        sent.clear();
        unsent.clear();
        bytes = 0;
    }

    private int drop(ArrayDeque<Piece> pieces, long received, boolean headSeen, boolean finSeen) {
        int dropped = 0;
        Piece first = pieces.peekFirst();
        while (first != null && first.isCovered(received, headSeen, finSeen)) {
            pieces.removeFirst();
            bytes -= first.bodyBytes();
            dropped++;
            first = pieces.peekFirst();
        }
        return dropped;
    }
}
