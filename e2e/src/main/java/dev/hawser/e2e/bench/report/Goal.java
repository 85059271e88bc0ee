package dev.hawser.e2e.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a figure must reach.
 *
 * @param kind what is compared, and how
 * @param limit the least or the most
 */
public record Goal(Kind kind, double limit) {

    /** What is compared: the value itself, or its ratio to the baseline of the same run. */
    public enum Kind {
        VALUE_AT_LEAST("≥ %s"),
        VALUE_AT_MOST("≤ %s"),
        RATIO_AT_LEAST("≥ %s × baseline"),
        RATIO_AT_MOST("≤ %s × baseline"),
        NONE("-");

        private final String format;

        Kind(String format) {
            this.format = format;
        }
    }

    /** No goal: the row is there to be compared with. */
    static final Goal NONE = new Goal(Kind.NONE, 0);

    static Goal atLeast(double limit) {
        return new Goal(Kind.VALUE_AT_LEAST, limit);
    }

    static Goal atMost(double limit) {
        return new Goal(Kind.VALUE_AT_MOST, limit);
    }

    static Goal atLeastTimesBaseline(double limit) {
        return new Goal(Kind.RATIO_AT_LEAST, limit);
    }

    static Goal atMostTimesBaseline(double limit) {
        return new Goal(Kind.RATIO_AT_MOST, limit);
    }

    /** True if the figure reaches it; a goal that is a ratio is not met without a baseline. */
    boolean isMet(double value, OptionalDouble ratio) {
        return switch (kind) {
            case VALUE_AT_LEAST -> value >= limit;
            case VALUE_AT_MOST -> value <= limit;
            case RATIO_AT_LEAST -> ratio.isPresent() && ratio.getAsDouble() >= limit;
            case RATIO_AT_MOST -> ratio.isPresent() && ratio.getAsDouble() <= limit;
            case NONE -> true;
        };
    }

    /** For people, such as {@code ≤ 1.6 × baseline}. */
    String text() {
        String figure = limit == Math.rint(limit)
                ? String.format(Locale.ROOT, "%.0f", limit)
                : String.format(Locale.ROOT, "%s", limit);
        return kind.format.formatted(figure);
    }
}
