package dev.hawser.e2e.bench.runs;

import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.e2e.api.Tail;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.runs.LiveRecords.Stored;
import dev.hawser.e2e.bench.runs.RunsStack.Posted;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How long nothing happens after the death of a pod, two of each service running. */
public final class Failovers implements Measurement {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(10);

    @Override
    public Set<Row> rows() {
        return Set.of(
                Row.FAILOVER_PROJECTOR_KILL,
                Row.FAILOVER_PROJECTOR_TERM,
                Row.FAILOVER_LEASE_KILL,
                Row.FAILOVER_LEASE_TERM,
                Row.FAILOVER_VIEWERS);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        try (RunsStack stack = RunsStack.start(
                run, plan -> plan.with(Part.DISPATCH, 2).with(Part.PROJECTOR, 2).with(Part.GATEWAY, 2))) {
            run.progress("failover.projector");
            report.measured(Row.FAILOVER_PROJECTOR_KILL, projector(stack, true));
            report.measured(Row.FAILOVER_PROJECTOR_TERM, projector(stack, false));
            run.progress("failover.lease");
            String note = "the longest silence of a run (a chunk each 20 ms) whose dispatch pod ends";
            report.measured(Row.FAILOVER_LEASE_KILL, dispatch(stack, true), note);
            report.measured(Row.FAILOVER_LEASE_TERM, dispatch(stack, false), note);
            run.progress("failover.viewers");
            report.measured(Row.FAILOVER_VIEWERS, viewers(stack));
        }
    }

    /** Seconds until the other projector leads what the ended one has led. */
    private static double projector(RunsStack stack, boolean kill) {
        HawserSystem system = stack.system();
        Posted posted = stack.post("hello");
        await().atMost(LIMIT).until(() -> stack.live().settledAt(posted.id()).isPresent());
        Pod leader = system.pod(system.rows().projectorOf(posted.id()).orElseThrow());
        long start = System.nanoTime();
        end(system, leader, kill);
        await().atMost(LIMIT).pollInterval(POLL).until(() -> !system.rows().isLeading(leader.name()));
        double seconds = (System.nanoTime() - start) / 1e9;
        system.stop(leader);
        system.start(leader);
        return seconds;
    }

    /** A termination is only asked for: what counts is when the others have taken over, not when it has ended. */
    private static void end(HawserSystem system, Pod pod, boolean kill) {
        if (kill) {
            system.kill(pod);
        } else {
            system.terminate(pod);
        }
    }

    private static double dispatch(RunsStack stack, boolean kill) {
        HawserSystem system = stack.system();
        Posted posted = stack.post("slow:400x20");
        await().atMost(LIMIT).until(() -> stack.live().of(posted.id()).size() > 30);
        Pod driver = system.pod(system.rows().drivingPod(posted.id()).orElseThrow());
        end(system, driver, kill);
        await().atMost(LIMIT)
                .until(() -> stack.live().first(posted.id(), RecordKind.END).isPresent());
        system.stop(driver);
        system.start(driver);
        return longestSilence(stack.live().of(posted.id()));
    }

    /** Seconds between two records that follow each other, at most. */
    static double longestSilence(List<Stored> records) {
        long longest = 0;
        for (int index = 1; index < records.size(); index++) {
            longest = Math.max(
                    longest, records.get(index).at() - records.get(index - 1).at());
        }
        return longest / 1e9;
    }

    private static double viewers(RunsStack stack) {
        HawserSystem system = stack.system();
        Pod second = new Pod(Part.GATEWAY, 2);
        Posted posted = stack.post("slow:200x20");
        Optional<String> cursor;
        long start;
        try (Tail tail = system.api(2).tail(posted.id(), Optional.empty())) {
            await().atMost(LIMIT).until(() -> tail.events().size() > 20);
            start = System.nanoTime();
            system.kill(second);
            await().atMost(LIMIT).pollInterval(POLL).until(tail::ended);
            cursor = tail.cursor();
        }
        try (Tail tail = system.api(1).tail(posted.id(), cursor)) {
            double seconds = (tail.awaitFirstText() - start) / 1e9;
            await().atMost(LIMIT).until(tail::done);
            system.start(second);
            return seconds;
        }
    }
}
