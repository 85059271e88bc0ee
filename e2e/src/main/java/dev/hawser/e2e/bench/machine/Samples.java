package dev.hawser.e2e.bench.machine;

import java.util.Arrays;

/** Measured durations of one kind. Not thread-safe. */
public final class Samples {

    private static final double NANOS_PER_MILLI = 1_000_000;

    private long[] nanos = new long[1_024];
    private int count;

    /** Adds one duration in nanoseconds. */
    public void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    /** Adds all of the others. */
    public void addAll(Samples others) {
        for (int index = 0; index < others.count; index++) {
            add(others.nanos[index]);
        }
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The duration in milliseconds that this share of all does not exceed; NaN if there are none. */
    public double millis(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(share * count) - 1;
        return sorted[Math.clamp(index, 0, count - 1)] / NANOS_PER_MILLI;
    }

    /** The middle of some values; of two middle ones the lower. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }
}
