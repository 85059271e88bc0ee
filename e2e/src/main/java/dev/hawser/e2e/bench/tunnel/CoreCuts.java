package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.worker.Worker;
import dev.hawser.localstack.fault.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Downloads while the host's connection is cut at random bytes, and the broker is started again now and then. */
public final class CoreCuts implements Measurement {

    private static final long SEED = 9;
    private static final long BYTES = 4L << 20;
    private static final int AT_ONCE = 8;
    private static final int BATCH = 50;
    private static final int RESTARTS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Override
    public Set<Row> rows() {
        return Set.of(Row.CUTS_LOST, Row.CUTS_COMPLETE);
    }

    @Override
    public void measure(BenchRun run, Report report) {
        int cuts = run.count(1_000, 20);
        var proxy = new AtomicReference<FaultProxy>();
        try (CoreStack stack = CoreStack.start(run, address -> {
            proxy.set(FaultProxy.to(address.getPort()));
            return proxy.get().instead(address);
        })) {
            stack.caller().run(Worker.order("small").put("count", 100));
            proxy.get().cutAtRandom(SEED, BYTES);
            proxy.get().cut();
            report(report, downloads(run, stack, proxy.get(), cuts), proxy.get().accepted());
        } finally {
            proxy.get().close();
        }
    }

    private static Counts downloads(BenchRun run, CoreStack stack, FaultProxy proxy, int cuts) {
        var counts = new Counts();
        Instant end = Instant.now().plus(LIMIT);
        int restarts = 0;
        while (proxy.accepted() < cuts && Instant.now().isBefore(end)) {
            run.progress("tunnel.cuts: %d of %d cuts, %d streams".formatted(proxy.accepted(), cuts, counts.all()));
            if (restarts < RESTARTS && proxy.accepted() > (long) cuts * restarts / RESTARTS) {
                restarts++;
                Thread.startVirtualThread(stack.nats()::restart);
            }
            counts.add(stack.caller()
                    .run(Worker.order("many")
                            .put("count", BATCH)
                            .put("bytes", BYTES)
                            .put("atOnce", AT_ONCE)));
        }
        return counts;
    }

    private static void report(Report report, Counts counts, long cuts) {
        String note = "%d streams of 4 MiB over %d cuts (seed %d), %d failed visibly, %d times the host was away"
                .formatted(counts.all(), cuts, SEED, counts.failed, counts.refused);
        report.measured(Row.CUTS_LOST, (double) counts.altered * BYTES, note);
        report.measured(Row.CUTS_COMPLETE, 100.0 * counts.complete / counts.all(), note);
    }

    private static final class Counts {

        private int complete;
        private int failed;
        private int altered;
        private int refused;

        private void add(JsonNode answer) {
            complete += answer.path("complete").asInt();
            failed += answer.path("failed").asInt();
            altered += answer.path("altered").asInt();
            refused += answer.path("refused").asInt();
        }

        private int all() {
            return complete + failed + altered;
        }
    }
}
