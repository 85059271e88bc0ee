package dev.hawser.e2e.bench.tunnel;

import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.worker.Worker;
import dev.hawser.localstack.fault.FaultProxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** One download from a host that is 100 ms away. */
public final class CoreFar implements Measurement {

    private static final Duration ONE_WAY = Duration.ofMillis(50);
    private static final double MIB = 1024.0 * 1024;

    @Override
    public Set<Row> rows() {
        return Set.of(Row.RTT_100);
    }

    @Override
    public void measure(BenchRun run, Report report) {
        long bytes = run.size(192L << 20, 16L << 20);
        var proxy = new AtomicReference<FaultProxy>();
        try (CoreStack stack = CoreStack.start(run, address -> {
            proxy.set(FaultProxy.to(address.getPort()));
            return proxy.get().instead(address);
        })) {
            Worker caller = stack.caller();
            caller.run(Worker.order("download").put("bytes", 32L << 20));
            run.progress("tunnel.rtt100: %d MiB from 100 ms away".formatted(bytes >> 20));
            proxy.get().delay(ONE_WAY);
            double seconds = caller.run(Worker.order("download").put("bytes", bytes))
                    .path("seconds")
                    .asDouble();
            report.measured(Row.RTT_100, bytes / MIB / seconds);
        } finally {
            proxy.get().close();
        }
    }
}
