package dev.hawser.e2e.bench.report;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;

/** The figures as a table for people. */
final class FigureTable {

    private static final String FORMAT = "%-30s %12s %-11s %12s %7s  %-20s %-4s %s%n";

    private FigureTable() {}

    static void print(Collection<Figure> figures, PrintStream out) {
        out.printf(FORMAT, "figure", "value", "unit", "baseline", "ratio", "goal", "met", "");
        for (Figure figure : figures) {
            String baseline = figure.baseline()
                    .map(other -> number(OptionalDouble.of(other.value())))
                    .orElse("-");
            String remark = figure.note().isEmpty()
                    ? figure.baseline()
                            .map(other -> "baseline: " + other.name())
                            .orElse("")
                    : figure.note();
            out.printf(
                    FORMAT,
                    figure.row().id(),
                    number(figure.value()),
                    figure.row().unit(),
                    baseline,
                    number(figure.ratio()),
                    figure.row().goal().text(),
                    figure.met() ? "yes" : "NO",
                    remark);
        }
        out.flush();
    }

    private static String number(OptionalDouble figure) {
        if (figure.isEmpty()) {
            return "-";
        }
        double value = figure.getAsDouble();
        String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
