package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.worker.Worker;
import java.io.IOException;
import java.util.Set;

/** What streams cost that stand still: idle ones, and ones whose reader does not read. */
public final class CoreMemory implements Measurement {

    private static final int STREAMS = 200;
    private static final int MORE_STREAMS = 700;
    private static final double KIB = 1024;
    private static final double MIB = 1024 * KIB;

    /** The window of a stream whose reader has not read anything yet (docs/tunnel-protocol.md). */
    private static final long WINDOW = 256 * 1024;

    @Override
    public Set<Row> rows() {
        return Set.of(Row.IDLE_MEMORY, Row.STALLED_MEMORY, Row.STALLED_OTHERS, Row.STALLED_SLOW_CONSUMERS);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        try (CoreStack stack = CoreStack.start(run)) {
            Worker caller = stack.caller();
            caller.run(Worker.order("small").put("count", 2_000));
            caller.run(hold("/idle", STREAMS + MORE_STREAMS));
            caller.run("release");
            awaitNoStreams(stack);

            run.progress("tunnel.idle.memory: %d more idle streams".formatted(MORE_STREAMS));
            caller.run(hold("/idle", STREAMS));
            long before = stack.heapBytes();
            caller.run(hold("/idle", MORE_STREAMS));
            report.measured(
                    Row.IDLE_MEMORY,
                    (stack.heapBytes() - before) / KIB / MORE_STREAMS,
                    "by %d streams more than %d".formatted(MORE_STREAMS, STREAMS));
            caller.run("release");
            awaitNoStreams(stack);
            stalled(run, report, stack);
        }
    }

    private static void stalled(BenchRun run, Report report, CoreStack stack) throws IOException, InterruptedException {
        Worker caller = stack.caller();
        long bytes = run.size(512L << 20, 64L << 20);
        int rounds = run.count(3, 1);
        download(caller, bytes);
        double[] alone = new double[rounds];
        double[] beside = new double[rounds];
        double[] memory = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            run.progress("tunnel.stalled: round %d of %d".formatted(round + 1, rounds));
            alone[round] = download(caller, bytes);
            long before = stack.heapBytes();
            caller.run(hold("/bytes/" + (1L << 30), STREAMS));
            beside[round] = download(caller, bytes);
            memory[round] = ((stack.heapBytes() - before) / (double) STREAMS - WINDOW) / MIB;
            caller.run("release");
            awaitNoStreams(stack);
        }
        report.measured(Row.STALLED_MEMORY, Samples.median(memory), "both ends together, less one window of 256 KiB");
        report.measured(
                Row.STALLED_OTHERS,
                Samples.median(beside),
                new Baseline("the same download without stalled streams", Samples.median(alone)));
        report.measured(Row.STALLED_SLOW_CONSUMERS, (double) stack.slowConsumers(), "as the server counts them");
    }

    private static double download(Worker caller, long bytes) {
        return bytes
                / MIB
                / caller.run(Worker.order("download").put("bytes", bytes))
                        .path("seconds")
                        .asDouble();
    }

    private static JsonNode hold(String target, int count) {
        return Worker.order("hold").put("target", target).put("count", count);
    }

    private static void awaitNoStreams(CoreStack stack) {
        org.awaitility.Awaitility.await()
                .until(() -> stack.host().run("streams").path("live").asInt() == 0);
    }
}
