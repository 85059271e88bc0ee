package dev.hawser.e2e.bench.runs;

import static org.awaitility.Awaitility.await;

import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a dispatch pod does with what gathered while it was stopped: messages that nobody has taken in, then offers that
 * nobody has claimed. The desktop is away, so that no execution shares the machine.
 */
public final class Backlogs implements Measurement {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Pod DISPATCH = new Pod(Part.DISPATCH, 1);
    private static final int CONNECTIONS = 256;
    private static final int WARM_UP = 4;
    private static final int MESSAGES_PER_THREAD = 10;
    private static final String CLAIMS = "hawser_dispatch_claims_total";
    private static final String STATEMENTS = "hawser_dispatch_claim_statements_seconds_count";
    private static final String STATEMENT_SECONDS = "hawser_dispatch_claim_statements_seconds_sum";

    @Override
    public Set<Row> rows() {
        return Set.of(Row.INTAKE, Row.CLAIMS);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        try (RunsStack stack = RunsStack.start(run);
                BacklogRows rows = new BacklogRows(stack)) {
            List<String> threads = patientThreads(stack, run.count(500, 50));
            stack.system().kill(RunsStack.AGENT);
            run.progress("dispatch.intake: warming up");
            takenIn(stack, threads, WARM_UP);

            run.progress("dispatch.intake: %d threads".formatted(threads.size()));
            report.measured(
                    Row.INTAKE,
                    takenIn(stack, threads, MESSAGES_PER_THREAD),
                    "a backlog of %d messages to %d threads, taken in by one pod; their desktop is away"
                            .formatted(threads.size() * MESSAGES_PER_THREAD, threads.size()));
            claims(run, report, stack, rows);
        }
    }

    /** Messages a second. */
    private static double takenIn(RunsStack stack, List<String> threads, int messagesPerThread) {
        int count = threads.size() * messagesPerThread;
        long before = stack.system().rows().runs();
        stack.system().suspend(DISPATCH);
        post(stack, threads, messagesPerThread);
        long start = System.nanoTime();
        stack.system().resume(DISPATCH);
        await().atMost(LIMIT)
                .pollInterval(LOOK)
                .until(() -> stack.system().rows().runs() >= before + count);
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static void claims(BenchRun run, Report report, RunsStack stack, BacklogRows rows) {
        run.progress("dispatch.claims: until all offers may be claimed");
        PodMetrics before = PodMetrics.of(stack, DISPATCH);
        stack.system().suspend(DISPATCH);
        await().atMost(LIMIT).until(rows::allOffersAreDue);
        long offers = rows.offers();
        run.progress("dispatch.claims: %d offers".formatted(offers));
        stack.system().resume(DISPATCH);
        await().atMost(LIMIT).until(() -> PodMetrics.of(stack, DISPATCH).sum(CLAIMS) >= before.sum(CLAIMS) + offers);
        PodMetrics after = PodMetrics.of(stack, DISPATCH);
        double claims = after.sum(CLAIMS) - before.sum(CLAIMS);
        report.measured(
                Row.CLAIMS,
                claims / (after.sum(STATEMENT_SECONDS) - before.sum(STATEMENT_SECONDS)),
                "%.0f claims in %.0f statements, by the time that these took as the pod sees it"
                        .formatted(claims, after.sum(STATEMENTS) - before.sum(STATEMENTS)));
    }

    private static List<String> patientThreads(RunsStack stack, int count) {
        var threads = new ArrayList<String>();
        for (int number = 0; number < count; number++) {
            threads.add(stack.api().newThread("{\"policy\":{\"targets\":[],\"onOffline\":\"wait\"}}"));
        }
        return threads;
    }

    private static void post(RunsStack stack, List<String> threads, int messagesPerThread) {
        var api = stack.api();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(CONNECTIONS, Thread.ofVirtual().factory())) {
            for (int number = 0; number < messagesPerThread; number++) {
                threads.forEach(thread -> executor.execute(() -> api.run(thread, "hello")));
            }
        }
    }
}
