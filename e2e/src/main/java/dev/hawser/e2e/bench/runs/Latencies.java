package dev.hawser.e2e.bench.runs;

import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.e2e.api.Tail;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.runs.RunsStack.Posted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What somebody who posts a message waits for: its claim, the first piece of the answer, and its settlement. */
public final class Latencies implements Measurement {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Less than two cores execute, so that what is measured is no queue. */
    private static final int A_SECOND = 10;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / A_SECOND;

    @Override
    public Set<Row> rows() {
        return Set.of(Row.CLAIM_P50, Row.CLAIM_P99, Row.FIRST_CHUNK_P50, Row.FIRST_CHUNK_P99, Row.PROJECTION_LAG);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        try (RunsStack stack = RunsStack.start(run)) {
            run.progress("runs: warming up");
            steadily(stack, run.count(300, 20));
            firstChunk(stack, run.count(50, 10));

            run.progress("dispatch.claim: %d messages a second".formatted(A_SECOND));
            List<Posted> posted = steadily(stack, run.count(300, 20));
            Samples steps = new AcceptSteps(stack).measure(run.count(500, 50));
            Samples claims = new Samples();
            Samples lags = new Samples();
            for (Posted one : posted) {
                claims.add(stack.live().first(one.id(), RecordKind.CLAIM).orElseThrow() - one.sentAt());
                lags.add(Math.max(
                        0,
                        stack.live().settledAt(one.id()).orElseThrow()
                                - stack.live().first(one.id(), RecordKind.END).orElseThrow()));
            }
            String name = "a JetStream publish, two Postgres commits and an fsync, one after the other";
            report.measured(Row.CLAIM_P50, claims.millis(0.5), new Baseline(name, steps.millis(0.5)));
            report.measured(Row.CLAIM_P99, claims.millis(0.99), new Baseline(name, steps.millis(0.99)));
            report.measured(Row.PROJECTION_LAG, lags.millis(0.99), "from the end in the log to the settled notice");

            run.progress("runs.first-chunk");
            Samples first = firstChunk(stack, run.count(300, 20));
            report.measured(Row.FIRST_CHUNK_P50, first.millis(0.5));
            report.measured(Row.FIRST_CHUNK_P99, first.millis(0.99));
        }
    }

    /** One message every 100 ms, whatever the answers take; returns when all are settled. */
    private static List<Posted> steadily(RunsStack stack, int count) throws Exception {
        var futures = new ArrayList<Future<Posted>>();
        List<String> threads = new ArrayList<>();
        for (int number = 0; number < Math.min(count, 100); number++) {
            threads.add(stack.api().newThread());
        }
        var api = stack.api();
        long start = System.nanoTime();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < count; number++) {
                String thread = threads.get(number % threads.size());
                pause(start + number * INTERVAL_NANOS - System.nanoTime());
                futures.add(executor.submit(() -> {
                    long sent = System.nanoTime();
                    return new Posted(thread, api.run(thread, "hello"), sent);
                }));
            }
        }
        var posted = new ArrayList<Posted>();
        for (Future<Posted> one : futures) {
            posted.add(one.get());
        }
        await().atMost(LIMIT)
                .until(() -> posted.stream()
                        .allMatch(one -> stack.live().settledAt(one.id()).isPresent()));
        return posted;
    }

    private static void pause(long nanos) throws InterruptedException {
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    private static Samples firstChunk(RunsStack stack, int count) {
        var samples = new Samples();
        var api = stack.api();
        for (int number = 0; number < count; number++) {
            String thread = api.newThread();
            long sent = System.nanoTime();
            String id = api.run(thread, "hello");
            try (Tail tail = api.tail(id, Optional.empty())) {
                samples.add(tail.awaitFirstText() - sent);
            }
        }
        return samples;
    }
}
