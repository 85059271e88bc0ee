package dev.hawser.tunnel.sim;

import dev.hawser.tunnel.engine.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** Time and order of everything in one simulation, which runs on one thread. */
final class SimWorld {

    private record Event(long at, long number, Runnable action) {}

    private final Queue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long now = Duration.ofDays(1).toNanos();
    private long number;

    Clock clock() {
        return () -> now;
    }

    long now() {
        return now;
    }

    /** An executor whose tasks run at this moment, one after the other. */
    void execute(Runnable task) {
        tasks.add(task);
    }

    void after(Duration delay, Runnable action) {
        events.add(new Event(now + delay.toNanos(), number++, action));
    }

    /** Runs something again and again. */
    void every(Duration pause, Runnable action) {
        after(pause, () -> {
            action.run();
            every(pause, action);
        });
    }

    /** Moves the clock until the condition holds, but not further than that; says whether it holds. */
    boolean runUntil(BooleanSupplier condition, Duration longest) {
        long end = now + longest.toNanos();
        runTasks();
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.at() > end) {
                now = end;
                return false;
            }
            events.remove();
            now = next.at();
            next.action().run();
            runTasks();
        }
        return true;
    }

    /** Moves the clock by that much. */
    void run(Duration time) {
        runUntil(() -> false, time);
    }

    private void runTasks() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }
}
