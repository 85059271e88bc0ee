package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.worker.Worker;
import java.util.Set;

/** Small exchanges one after the other, beside a plain NATS request with an answer of the same size. */
public final class CoreSmall implements Measurement {

    @Override
    public Set<Row> rows() {
        return Set.of(Row.CORE_SMALL_P50, Row.CORE_SMALL_P99);
    }

    @Override
    public void measure(BenchRun run, Report report) {
        int count = run.count(10_000, 1_000);
        int rounds = run.count(5, 3);
        double[][] figures = new double[4][rounds];
        try (CoreStack stack = CoreStack.start(run)) {
            Worker caller = stack.caller();
            caller.run(order("small", count));
            caller.run(order("raw-small", count));
            for (int round = 0; round < rounds; round++) {
                run.progress("tunnel.core.small: %d exchanges, round %d of %d".formatted(count, round + 1, rounds));
                JsonNode raw = caller.run(order("raw-small", count));
                JsonNode tunnel = caller.run(order("small", count));
                figures[0][round] = tunnel.path("p50").asDouble();
                figures[1][round] = raw.path("p50").asDouble();
                figures[2][round] = tunnel.path("p99").asDouble();
                figures[3][round] = raw.path("p99").asDouble();
            }
        }
        String name = "raw NATS request and answer of 128 B";
        report.measured(Row.CORE_SMALL_P50, Samples.median(figures[0]), new Baseline(name, Samples.median(figures[1])));
        report.measured(Row.CORE_SMALL_P99, Samples.median(figures[2]), new Baseline(name, Samples.median(figures[3])));
    }

    private static JsonNode order(String name, int count) {
        return Worker.order(name).put("count", count);
    }
}
