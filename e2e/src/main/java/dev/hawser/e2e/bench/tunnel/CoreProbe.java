package dev.hawser.e2e.bench.tunnel;

import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.worker.Worker;
import java.util.Set;

/** A status probe of the same link while a download takes all it can get, beside the same probe alone. */
public final class CoreProbe implements Measurement {

    @Override
    public Set<Row> rows() {
        return Set.of(Row.PROBE);
    }

    @Override
    public void measure(BenchRun run, Report report) {
        int count = run.count(3_000, 300);
        try (CoreStack stack = CoreStack.start(run)) {
            Worker caller = stack.caller();
            caller.run(Worker.order("small").put("count", count));
            run.progress("tunnel.probe: %d probes alone, then beside a download".formatted(count));
            double idle = caller.run(Worker.order("small").put("count", count))
                    .path("p99")
                    .asDouble();
            double busy = caller.run(
                            Worker.order("small-under-load").put("count", count).put("bytes", 256L << 20))
                    .path("p99")
                    .asDouble();
            report.measured(Row.PROBE, busy, new Baseline("p99 of the same probe alone", idle));
        }
    }
}
