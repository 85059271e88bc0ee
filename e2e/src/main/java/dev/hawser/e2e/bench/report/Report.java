package dev.hawser.e2e.bench.report;

import dev.hawser.e2e.bench.report.Figure.Baseline;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Collects the figures of one run; each goes out as a line of JSON at once, or all as a table at the end. */
public final class Report {

    private final Map<Row, Figure> figures = new EnumMap<>(Row.class);
    private final Set<Row> wanted;
    private final boolean asJson;
    private final PrintStream out;

    /** A report of these rows; figures of other rows are dropped. */
    public Report(Set<Row> wanted, boolean asJson, PrintStream out) {
        this.wanted = Set.copyOf(wanted);
        this.asJson = asJson;
        this.out = out;
    }

    /** A value that stands alone. */
    public void measured(Row row, double value) {
        add(new Figure(row, OptionalDouble.of(value), Optional.empty(), ""));
    }

    /** A value that stands alone, and what it leaves out. */
    public void measured(Row row, double value, String note) {
        add(new Figure(row, OptionalDouble.of(value), Optional.empty(), note));
    }

    /** A value beside what the same run measured for comparison. */
    public void measured(Row row, double value, Baseline baseline) {
        add(new Figure(row, OptionalDouble.of(value), Optional.of(baseline), ""));
    }

    /** No value, and why. */
    public void missing(Row row, String reason) {
        add(new Figure(row, OptionalDouble.empty(), Optional.empty(), reason));
    }

    /** True if somebody wants it and it has no figure yet. */
    public boolean isOpen(Row row) {
        return wanted.contains(row) && !figures.containsKey(row);
    }

    /** Gives every row that is still open the same reason. */
    public void missingIfOpen(Set<Row> rows, String reason) {
        rows.stream().filter(this::isOpen).sorted().forEach(row -> missing(row, reason));
    }

    /** Prints what was not printed yet. True if every goal is met. */
    public boolean finish() {
        if (!asJson) {
            FigureTable.print(figures.values(), out);
        }
        return figures.values().stream().allMatch(Figure::met);
    }

    private void add(Figure figure) {
        if (!wanted.contains(figure.row())) {
            return;
        }
        figures.put(figure.row(), figure);
        if (asJson) {
            out.println(figure.json());
            out.flush();
        }
    }
}
