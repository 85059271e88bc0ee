package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.engine.Turns;
import dev.hawser.tunnel.frame.Flags;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends one direction of a stream: never beyond the limit that the receiver granted, and each frame again until it is
 * acknowledged. The publisher of the body is asked for the next buffer only when the one before is out.
 *
 * <p>Frames go out in one loop that runs on the executor and never twice at a time. What the other end says comes in on
 * other threads; the state between the two is guarded by {@code this}.
 */
public final class BodySender {

    /** The stream as its sender sees it. */
    public interface Outgoing {
        /** True while the other end may be sent to. */
        boolean isOpen();

        /**
         * Hands one frame to the connection.
         *
         * @param repeat it was sent before
         * @param last it ends the body
         * @return false if there is no connection now
         */
        boolean send(byte[] message, int bodyBytes, boolean repeat, boolean last);

        /** The publisher of the body failed. */
        void broken(Throwable failure);
    }

    /**
     * Where a body begins.
     *
     * @param streamId the stream
     * @param offset bytes of the body that are out already, with the head
     * @param limit highest offset that may be sent at first
     * @param maxDataBytes most bytes in one frame
     */
    public record Start(long streamId, long offset, long limit, int maxDataBytes) {}

    private final Start start;
    private final FlowSettings settings;
    private final Outgoing outgoing;
    private final Source source;
    private final Turns.Turn turn;
    private final SerialLoop loop;
    private final Pieces pieces;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean feeding;
    private volatile boolean cancelled;

    private final Unacknowledged frames = new Unacknowledged();
    private final Recovery recovery;
    private final SendWindow window;
    private volatile long produced;
    private volatile boolean ended;

    public BodySender(Start start, FlowSettings settings, Outgoing outgoing) {
        this.start = start;
        this.settings = settings;
        this.outgoing = outgoing;
        this.window = new SendWindow(start.limit(), settings.budget());
        this.recovery = new Recovery(settings.options().timing().repeats());
        this.loop = new SerialLoop(settings.options().executor(), this::run);
        this.source = new Source(loop::wakeUp);
        this.turn = new Turns.Turn(loop::wakeUp);
        this.pieces = new Pieces(start.streamId(), source);
        this.produced = start.offset();
    }

    /** Sends the head of an answer, and with it the bytes that the start says are out. */
    public void head(byte[] message, boolean whole) {
        synchronized (this) {
            frames.add(Unacknowledged.Piece.head((int) start.offset(), whole, message));
            ended = whole;
        }
        if (whole) {
            begun.set(true);
        }
        loop.runHere();
    }

    /** Begins to send; whatever the start says is out already is skipped in a body at hand. Works once. */
    public void begin(TunnelBody body) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        feeding = true;
        byte[] atHand = body.atHand().orElse(null);
        if (atHand == null) {
            settings.options().executor().execute(() -> source.of(body));
        } else {
            source.of(atHand, (int) start.offset());
            loop.wakeUp();
        }
    }

    /**
     * The other end says what it has and what it may get; a limit never shrinks.
     *
     * @param flags of a WINDOW
     * @param roundTripNanos 0 if not known
     * @return false if it claims to have what was never sent
     */
    public boolean told(long received, long newLimit, int flags, long roundTripNanos) {
        long now = settings.clock().nanos();
        boolean work;
        synchronized (this) {
            if (received > produced && !Flags.has(flags, Flags.FIN_SEEN)) {
                return false;
            }
            int dropped = frames.acknowledge(
                    received, Flags.has(flags, Flags.HEAD_SEEN), Flags.has(flags, Flags.FIN_SEEN) && ended);
            window.keeps(frames);
            window.raise(newLimit);
            recovery.heard(frames, dropped, window.isClosed(), now);
            if (Flags.has(flags, Flags.GAP)) {
                recovery.hole(frames, received, roundTripNanos, now);
            }
            work = frames.hasUnsent() || (feeding && !ended);
        }
        if (work) {
            loop.wakeUp();
        }
        return true;
    }

    /** The pair goes on after a suspension. */
    public void resume() {
        synchronized (this) {
            recovery.resumed(frames, settings.clock().nanos());
        }
        loop.wakeUp();
    }

    /** Repeats what was not acknowledged in time. To be called now and then while the other end may be sent to. */
    public void tick(long now) {
        boolean question;
        synchronized (this) {
            boolean due = !cancelled && recovery.isDue(now);
            if (!due && !window.isStarved()) {
                return;
            }
            question = due && window.isClosed() && frames.isEmpty();
            if (due && !frames.isEmpty()) {
                recovery.timedOut(frames);
            }
        }
        if (question) {
            outgoing.send(pieces.question(produced), 0, true, false);
        }
        loop.wakeUp();
    }

    /** Stops at once, forgets everything, and cancels the publisher. */
    public void cancel() {
        synchronized (this) {
            cancelled = true;
            frames.clear();
            window.release();
        }
        begun.set(true);
        if (feeding) {
            loop.wakeUp();
        }
    }

    /** True if the end of the body was made. */
    public boolean hasEnded() {
        return ended;
    }

    /** True if the other end has all of it. */
    public synchronized boolean isAcknowledged() {
        return ended && frames.isEmpty();
    }

    /** Bytes that are kept until the other end has them. */
    public synchronized long keptBytes() {
        return frames.bytes();
    }

    private void run() {
        try {
            while (step()) {
                // until there is nothing to send, or no room
            }
        } catch (RuntimeException e) {
            cancel();
            outgoing.broken(e);
        }
        settings.turns().giveBack(turn);
    }

    /** Sends at most one frame; false if there is nothing to do for now. */
    private boolean step() {
        if (cancelled) {
            source.cancel();
            return false;
        }
        if (!outgoing.isOpen()
                || !hasSomething()
                || !(overtakes() || settings.turns().take(turn))) {
            return false;
        }
        Unacknowledged.Piece made = hasUnsent() ? null : make();
        Unacknowledged.Piece piece;
        boolean repeat;
        synchronized (this) {
            if (made != null && !cancelled) {
                produced += made.bodyBytes();
                ended = made.isLast();
                frames.add(made);
            }
            piece = frames.next();
            if (piece == null) {
                return !cancelled;
            }
            repeat = piece.markSent();
            recovery.sent();
            recovery.waits(settings.clock().nanos());
        }
        if (outgoing.send(piece.message(), piece.bodyBytes(), repeat, piece.isLast())) {
            return true;
        }
        synchronized (this) {
            frames.rewind();
        }
        return false;
    }

    private synchronized boolean hasUnsent() {
        return frames.hasUnsent();
    }

    /** A short head does not wait behind data. */
    private synchronized boolean overtakes() {
        return frames.isShortHeadNext();
    }

    private boolean hasSomething() {
        synchronized (this) {
            if (!recovery.maySend()) {
                return false;
            }
            if (frames.hasUnsent() || ended) {
                return frames.hasUnsent();
            }
        }
        ByteBuffer buffer = source.current();
        if (buffer != null) {
            return room(buffer) > 0;
        }
        if (!source.isExhausted()) {
            return false;
        }
        Throwable failure = source.failure();
        if (failure != null) {
            cancel();
            outgoing.broken(failure);
            return false;
        }
        return true;
    }

    private synchronized int room(ByteBuffer buffer) {
        int room = window.room(produced, frames, Math.min(start.maxDataBytes(), buffer.remaining()));
        if (window.isClosed()) {
            recovery.waits(settings.clock().nanos());
        }
        return room;
    }

    /** The next frame of what the source has; null if there is none or no room. */
    private Unacknowledged.@Nullable Piece make() {
        ByteBuffer buffer = source.current();
        if (buffer == null) {
            return source.isExhausted() ? pieces.end(produced) : null;
        }
        int size = room(buffer);
        return size == 0 ? null : pieces.data(produced, buffer, size);
    }
}
