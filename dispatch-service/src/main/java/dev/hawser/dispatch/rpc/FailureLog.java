package dev.hawser.dispatch.rpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Says that requests fail without filling the log while a store is away, when each run of each desktop asks again every
 * second: the first failure of a kind with its stack, then one line in ten seconds that counts, until there was none for
 * a minute. Every single one is logged at DEBUG. Thread-safe.
 */
final class FailureLog {

    static final Duration PAUSE = Duration.ofSeconds(10);
    static final Duration QUIET = Duration.ofMinutes(1);

    private final Logger log;
    private final LongSupplier nanos;

    /** By the type of the failure. */
    private final Map<Class<?>, Kind> kinds = new ConcurrentHashMap<>();

    FailureLog(Logger log) {
        this(log, System::nanoTime);
    }

    FailureLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** A request failed; {@code what} names it and its ids. */
    void failed(String what, Throwable failure) {
        long now = nanos.getAsLong();
        Kind kind = kinds.compute(
                failure.getClass(), (type, known) -> known == null ? Kind.first(now) : known.another(now));
        if (kind.count == 1) {
            log.warn(what, failure);
        } else if (kind.isSaid) {
            log.warnf("%s: %s (failure %d of its kind)", what, failure, kind.count);
        } else {
            log.debug(what, failure);
        }
    }

    /**
     * Failures of one type.
     *
     * @param count how many since it was quiet
     * @param lastAt when the last one was, in nanoseconds
     * @param saidAt when one was said last, in nanoseconds
     * @param isSaid whether the last one is to be said
     */
    private record Kind(long count, long lastAt, long saidAt, boolean isSaid) {

        static Kind first(long now) {
            return new Kind(1, now, now, true);
        }

        Kind another(long now) {
            if (now - lastAt >= QUIET.toNanos()) {
                return first(now);
            }
            boolean isDue = now - saidAt >= PAUSE.toNanos();
            return new Kind(count + 1, now, isDue ? now : saidAt, isDue);
        }
    }
}
