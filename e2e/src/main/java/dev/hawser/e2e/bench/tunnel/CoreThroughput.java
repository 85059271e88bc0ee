package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.body.Content;
import dev.hawser.e2e.bench.machine.ProcessUse;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.worker.Worker;
import java.util.Set;

/** One large body at a time, down and up, beside plain NATS with the same credit window. */
public final class CoreThroughput implements Measurement {

    private static final double MIB = 1024.0 * 1024;
    private static final double GIB = 1024 * MIB;

    /** 1 MiB may be under way. */
    private static final int WINDOW_MESSAGES = 1024 * 1024 / Content.PIECE_BYTES;

    @Override
    public Set<Row> rows() {
        return Set.of(Row.NATS_PLAIN, Row.CORE_DOWNLOAD, Row.CORE_UPLOAD, Row.CORE_CPU);
    }

    @Override
    public void measure(BenchRun run, Report report) {
        long bytes = run.size(1024L << 20, 64L << 20);
        int rounds = run.count(5, 3);
        double[] plain = new double[rounds];
        double[] windowed = new double[rounds];
        double[] down = new double[rounds];
        double[] up = new double[rounds];
        double[] cpu = new double[rounds];
        try (CoreStack stack = CoreStack.start(run)) {
            Worker caller = stack.caller();
            warmUp(caller);
            for (int round = 0; round < rounds; round++) {
                run.progress("tunnel.core: bodies of %d MiB, round %d of %d".formatted(bytes >> 20, round + 1, rounds));
                plain[round] = rate(caller, raw(bytes / 2, 0), bytes / 2);
                windowed[round] = rate(caller, raw(bytes, WINDOW_MESSAGES), bytes);
                double before = ProcessUse.cpuSeconds(stack.pids());
                down[round] = rate(caller, transfer("download", bytes), bytes);
                cpu[round] = (ProcessUse.cpuSeconds(stack.pids()) - before) * GIB / bytes;
                up[round] = rate(caller, transfer("upload", bytes), bytes);
            }
        }
        var baseline = new Baseline("raw NATS, 64 KiB messages, 1 MiB credit", Samples.median(windowed));
        report.measured(Row.NATS_PLAIN, Samples.median(plain), "raw NATS publish to subscribe, no credit, no hash");
        report.measured(Row.CORE_DOWNLOAD, Samples.median(down), baseline);
        report.measured(Row.CORE_UPLOAD, Samples.median(up), baseline);
        report.measured(Row.CORE_CPU, Samples.median(cpu), "caller, broker and host of a download, hashing included");
    }

    private static void warmUp(Worker caller) {
        long bytes = 128L << 20;
        caller.run(raw(bytes, WINDOW_MESSAGES));
        caller.run(transfer("download", bytes));
        caller.run(transfer("upload", bytes));
    }

    private static double rate(Worker caller, JsonNode order, long bytes) {
        return bytes / MIB / caller.run(order).path("seconds").asDouble();
    }

    private static JsonNode transfer(String name, long bytes) {
        return Worker.order(name).put("bytes", bytes);
    }

    private static JsonNode raw(long bytes, int window) {
        return Worker.order("raw").put("bytes", bytes).put("window", window);
    }
}
