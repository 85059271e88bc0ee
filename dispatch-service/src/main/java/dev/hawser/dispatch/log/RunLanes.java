package dev.hawser.dispatch.log;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One lane a run: what appends to its log happens one after the other on this pod.
 *
 * <p>Other pods are kept apart by compare-and-set; the lane only saves the refusals.
 */
@ApplicationScoped
public class RunLanes {

    private final int limit;
    private final Map<String, Deque<Runnable>> waiting = new HashMap<>();

    RunLanes(LogConfig config) {
        this.limit = config.waitingPerRun();
    }

    private enum Place {
        FIRST,
        WAITS,
        FULL
    }

    /** The lane of a run is full: try again later. */
    public static final class LaneFullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LaneFullException(String run) {
            super("too much waits for the log of " + run);
        }
    }

    /**
     * Does the work when what came before it on this run's lane is over.
     *
     * <p>Fails with {@link LaneFullException} when too much waits. The work must end: it is bounded by its own timeouts.
     * Cancelling does not stop work that has begun.
     */
    public <T extends @Nullable Object> Uni<T> inTurn(String run, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> enter(run, () -> execute(run, work, emitter), emitter));
    }

    private <T extends @Nullable Object> void enter(String run, Runnable turn, UniEmitter<? super T> emitter) {
        switch (queue(run, turn)) {
            case FIRST -> turn.run();
            case FULL -> emitter.fail(new LaneFullException(run));
            case WAITS -> {}
        }
    }

    private Place queue(String run, Runnable turn) {
        synchronized (waiting) {
            Deque<Runnable> lane = waiting.get(run);
            if (lane == null) {
                waiting.put(run, new ArrayDeque<>());
                return Place.FIRST;
            }
            if (lane.size() >= limit) {
                return Place.FULL;
            }
            lane.add(turn);
            return Place.WAITS;
        }
    }

    private <T extends @Nullable Object> void execute(String run, Supplier<Uni<T>> work, UniEmitter<? super T> out) {
        Uni.createFrom()
                .voidItem()
                .chain(() -> work.get())
                .subscribe()
                .with(
                        item -> {
                            leave(run);
                            out.complete(item);
                        },
                        failure -> {
                            leave(run);
                            out.fail(failure);
                        });
    }

    private void leave(String run) {
        Runnable next;
        synchronized (waiting) {
            Deque<Runnable> lane = waiting.get(run);
            next = lane == null ? null : lane.poll();
            if (next == null) {
                waiting.remove(run);
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
