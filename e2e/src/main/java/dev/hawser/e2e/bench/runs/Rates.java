package dev.hawser.e2e.bench.runs;

import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.runs.LiveRecords.Stored;
import dev.hawser.e2e.bench.runs.RunsStack.Posted;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How much passes in a second, with one pod of each service and one agent. */
public final class Rates implements Measurement {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int SIDE_BY_SIDE = 8;
    private static final Pod PROJECTOR = new Pod(Part.PROJECTOR, 1);

    @Override
    public Set<Row> rows() {
        return Set.of(Row.INGEST_POD, Row.INGEST_RUN, Row.PROJECTION);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        try (RunsStack stack = RunsStack.start(run)) {
            int chunks = run.count(20_000, 1_000);
            ended(stack, List.of(stack.post("many:" + run.count(5_000, 500))));

            run.progress("runs.ingest.run: %d chunks of one run".formatted(chunks));
            report.measured(
                    Row.INGEST_RUN,
                    rate(stack, ended(stack, List.of(stack.post("many:" + chunks)))),
                    "as one agent's harness, outbox and this path give them");

            run.progress("runs.ingest.pod: %d runs of %d chunks".formatted(SIDE_BY_SIDE, chunks));
            report.measured(
                    Row.INGEST_POD,
                    rate(stack, ended(stack, sideBySide(stack, chunks))),
                    "as one agent's harness, outbox and this path give them");

            projection(run, report, stack, chunks);
        }
    }

    private static List<Posted> sideBySide(RunsStack stack, int chunks) {
        var posted = new ArrayList<Posted>();
        for (int number = 0; number < SIDE_BY_SIDE; number++) {
            posted.add(stack.post("many:" + chunks));
        }
        return posted;
    }

    private static List<Posted> ended(RunsStack stack, List<Posted> posted) {
        await().atMost(LIMIT)
                .until(() -> posted.stream()
                        .allMatch(one ->
                                stack.live().first(one.id(), RecordKind.END).isPresent()));
        return posted;
    }

    /** Chunks a second from the first claim to the last end. */
    private static double rate(RunsStack stack, List<Posted> posted) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (Posted one : posted) {
            from = Math.min(from, stack.live().first(one.id(), RecordKind.CLAIM).orElseThrow());
            to = Math.max(to, stack.live().first(one.id(), RecordKind.END).orElseThrow());
        }
        return chunks(stack, posted) / ((to - from) / 1e9);
    }

    private static long chunks(RunsStack stack, List<Posted> posted) {
        return posted.stream()
                .flatMap(one -> stack.live().of(one.id()).stream())
                .mapToLong(Stored::chunks)
                .sum();
    }

    /** A leader that finds a backlog. */
    private static void projection(BenchRun run, Report report, RunsStack stack, int chunks) {
        run.progress("runs.projection: a backlog of %d chunks".formatted(SIDE_BY_SIDE * chunks));
        stack.system().suspend(PROJECTOR);
        List<Posted> posted = ended(stack, sideBySide(stack, chunks));
        stack.system().kill(PROJECTOR);
        stack.system().start(PROJECTOR);
        long start = System.nanoTime();
        await().atMost(LIMIT)
                .until(() -> posted.stream()
                        .allMatch(one -> stack.live().settledAt(one.id()).isPresent()));
        double seconds = (System.nanoTime() - start) / 1e9;
        report.measured(
                Row.PROJECTION,
                chunks(stack, posted) / seconds,
                "a fresh leader's backlog, from its readiness to the last settled notice");
    }
}
