package dev.hawser.e2e.bench;

import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import java.util.Set;

/** Rows that are measured together. */
public interface Measurement {

    /** The rows that it gives. */
    Set<Row> rows();

    /**
     * Measures; rows that cannot be measured are reported as missing with their reason.
     *
     * @throws Exception if it goes wrong: all rows that are still open get its message as their reason
     */
    void measure(BenchRun run, Report report) throws Exception;
}
