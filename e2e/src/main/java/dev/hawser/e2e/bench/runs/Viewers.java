package dev.hawser.e2e.bench.runs;

import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.machine.ProcessUse;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.runs.LiveRecords.Stored;
import dev.hawser.e2e.bench.runs.RunsStack.Posted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many viewers of one run, and viewers that come when it is over. */
public final class Viewers implements Measurement {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final double MIB = 1024.0 * 1024;
    private static final double KIB = 1024;
    private static final int AT_ONCE = 8;

    @Override
    public Set<Row> rows() {
        return Set.of(Row.TAIL_P99, Row.TAIL_LOST, Row.VIEWER_MEMORY, Row.ATTACH_FIRST, Row.ATTACH_REPLAY);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        try (RunsStack stack = RunsStack.start(run)) {
            int viewers = run.count(1_000, 50);
            watch(stack, stack.post("slow:50x20"), Math.min(viewers, 100));
            idle(run, report, stack, viewers);
            fanOut(run, report, stack, viewers);
            attach(run, report, stack);
        }
    }

    /** Viewers of a run that says nothing. */
    private static void idle(BenchRun run, Report report, RunsStack stack, int count) throws IOException {
        run.progress("runs.viewer.memory: %d viewers of a silent run".formatted(count));
        Posted silent = stack.post("slow:2x15000");
        long pid = stack.system().pid(RunsStack.GATEWAY);
        long before = ProcessUse.residentBytes(pid);
        List<Viewer> viewers = open(stack, silent, count);
        long after = ProcessUse.residentBytes(pid);
        for (Viewer viewer : viewers) {
            viewer.close();
        }
        report.measured(
                Row.VIEWER_MEMORY,
                Math.max(0, after - before) / KIB / count,
                "growth of the gateway's resident memory, garbage included");
        await().atMost(LIMIT).until(() -> stack.live().settledAt(silent.id()).isPresent());
    }

    private static void fanOut(BenchRun run, Report report, RunsStack stack, int count) throws IOException {
        run.progress("runs.tail.p99: %d viewers, 50 events a second".formatted(count));
        Posted posted = stack.post("slow:%dx20".formatted(run.count(1_000, 100)));
        List<Viewer> viewers = watch(stack, posted, count);
        Map<Long, Long> stored = new HashMap<>();
        for (Stored record : stack.live().of(posted.id())) {
            if (record.kind() != RecordKind.CLAIM) {
                stored.put(record.seq(), record.at());
            }
        }
        long opened = viewers.stream().mapToLong(viewer -> viewer.at(0)).max().orElseThrow();
        var latencies = new Samples();
        int most = viewers.stream().mapToInt(Viewer::events).max().orElseThrow();
        long lost = 0;
        for (Viewer viewer : viewers) {
            lost += most - viewer.events() + (viewer.doubled() ? 1 : 0);
            for (int event = 0; event < viewer.events(); event++) {
                long at = stored.getOrDefault(viewer.seq(event), 0L);
                if (at > opened) {
                    latencies.add(Math.max(0, viewer.at(event) - at));
                }
            }
        }
        report.measured(
                Row.TAIL_P99, latencies.millis(0.99), "from the republished record to the viewer, on the same machine");
        report.measured(Row.TAIL_LOST, (double) lost);
    }

    private static void attach(BenchRun run, Report report, RunsStack stack) throws Exception {
        Posted posted = stack.post("many:" + run.count(50_000, 2_000));
        await().atMost(LIMIT).until(() -> stack.live().settledAt(posted.id()).isPresent());
        run.progress("runs.attach");
        var first = new Samples();
        for (int number = 0; number < run.count(50, 5); number++) {
            long start = System.nanoTime();
            try (Viewer viewer = open(stack, posted, 1).getFirst()) {
                viewer.readFirst();
                first.add(System.nanoTime() - start);
            }
        }
        report.measured(Row.ATTACH_FIRST, first.millis(0.5), "median, first event of a run of 50 000 chunks");
        watch(stack, posted, AT_ONCE);
        long start = System.nanoTime();
        List<Viewer> viewers = watch(stack, posted, AT_ONCE);
        double seconds = (System.nanoTime() - start) / 1e9;
        long bytes = viewers.stream().mapToLong(Viewer::bytes).sum();
        report.measured(Row.ATTACH_REPLAY, bytes / MIB / seconds, AT_ONCE + " viewers at once, SSE bytes");
    }

    private static List<Viewer> open(RunsStack stack, Posted posted, int count) throws IOException {
        var opening = new ArrayList<Future<Viewer>>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (int number = 0; number < count; number++) {
                opening.add(threads.submit(
                        () -> Viewer.open(stack.system().url(), stack.system().token(), posted.id())));
            }
        }
        var viewers = new ArrayList<Viewer>();
        for (Future<Viewer> one : opening) {
            viewers.add(opened(one));
        }
        return viewers;
    }

    private static Viewer opened(Future<Viewer> opening) throws IOException {
        try {
            return opening.get();
        } catch (ExecutionException refused) {
            throw new IOException("a viewer was refused", refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** Opens viewers that all read to the end. */
    private static List<Viewer> watch(RunsStack stack, Posted posted, int count) throws IOException {
        List<Viewer> viewers = open(stack, posted, count);
        List<Thread> threads = viewers.stream()
                .map(viewer -> Thread.ofVirtual().start(viewer::read))
                .toList();
        await().atMost(LIMIT).until(() -> threads.stream().noneMatch(Thread::isAlive));
        for (Viewer viewer : viewers) {
            viewer.close();
        }
        return viewers;
    }
}
