package dev.hawser.localstack.fault;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that a connection may still carry, of both directions together. They are taken before they are written: an
 * answer cannot overtake the count of its question.
 */
final class ByteBudget {

    private final AtomicLong left;

    ByteBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /**
     * Takes that many bytes, or what is left of the budget if that is less.
     *
     * @return the bytes that were left before; if that is not more than wanted, the connection ends after them
     */
    long take(int wanted) {
        return left.getAndUpdate(before -> Math.max(0, before - wanted));
    }
}
