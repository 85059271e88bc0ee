package dev.hawser.tunnel.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps what waits for the socket short, and fair: while it is short everybody sends data at once; otherwise streams
 * wait in line and send one frame each. So a control frame, which does not wait, is never behind more than this.
 */
public final class Turns {

    /** Data is held back while so many bytes wait for the socket. */
    static final long MOST_PENDING_BYTES = 512 * 1024;

    private static final long FRAME_BYTES = 64 * 1024;
    private static final Duration LOOK_AGAIN = Duration.ofNanos(200_000);
    private static final Duration LOOK_SELDOM = Duration.ofMillis(10);

    /** The place of one stream in the line. */
    public static final class Turn {

        private enum State {
            NONE,
            WAITING,
            GIVEN
        }

        private final Runnable wake;
        private State state = State.NONE;

        /**
         * Makes a turn that does not wait.
         *
         * @param wake runs when it is this one's turn; must be quick
         */
        public Turn(Runnable wake) {
            this.wake = wake;
        }

        private synchronized boolean change(State from, State to) {
            if (state != from) {
                return false;
            }
            state = to;
            return true;
        }
    }

    private final LongSupplier pendingBytes;
    private final Queue<Turn> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();

    Turns(LongSupplier pendingBytes) {
        this.pendingBytes = pendingBytes;
    }

    /** True if one frame may be sent now; else the turn is woken when it may. */
    public boolean take(Turn turn) {
        if (turn.change(Turn.State.GIVEN, Turn.State.NONE)) {
            given.decrementAndGet();
            return true;
        }
        if (line.isEmpty() && hasRoom()) {
            return true;
        }
        if (turn.change(Turn.State.NONE, Turn.State.WAITING)) {
            line.add(turn);
            look();
        }
        return false;
    }

    /** A stream that was woken has nothing to send any more. */
    public void giveBack(Turn turn) {
        if (turn.change(Turn.State.GIVEN, Turn.State.NONE)) {
            given.decrementAndGet();
        }
    }

    private boolean hasRoom() {
        return pendingBytes.getAsLong() + given.get() * FRAME_BYTES < MOST_PENDING_BYTES;
    }

    private void look() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("tunnel-turns").start(this::lookUntilNobodyWaits);
        }
    }

    private void lookUntilNobodyWaits() {
        do {
            giveTurns();
            looking.set(false);
        } while (!line.isEmpty() && looking.compareAndSet(false, true));
    }

    private void giveTurns() {
        long pause = LOOK_AGAIN.toNanos();
        while (!line.isEmpty()) {
            Turn next = hasRoom() ? line.poll() : null;
            if (next == null) {
                LockSupport.parkNanos(this, pause);
                pause = Math.min(pause + pause / 4, LOOK_SELDOM.toNanos());
            } else if (next.change(Turn.State.WAITING, Turn.State.GIVEN)) {
                pause = LOOK_AGAIN.toNanos();
                given.incrementAndGet();
                next.wake.run();
            }
        }
    }
}
