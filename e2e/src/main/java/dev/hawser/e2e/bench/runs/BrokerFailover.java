package dev.hawser.e2e.bench.runs;

import static org.awaitility.Awaitility.await;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.e2e.api.Tail;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.runs.RunsStack.Posted;
import dev.hawser.e2e.check.RunCheck;
import dev.hawser.e2e.system.SystemPlan;
import dev.hawser.localstack.nats.LocalNats;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The leader of the runs' stream is killed, one of three servers. */
public final class BrokerFailover implements Measurement {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int CHUNKS = 400;

    @Override
    public Set<Row> rows() {
        return Set.of(Row.FAILOVER_BROKER_GAP, Row.FAILOVER_BROKER_LOST);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        try (RunsStack stack = RunsStack.start(run, SystemPlan::clustered)) {
            run.progress("failover.broker");
            Posted posted = stack.post("slow:%dx20".formatted(CHUNKS));
            try (Tail tail = stack.api().tail(posted.id(), Optional.empty())) {
                await().atMost(LIMIT).until(() -> tail.events().size() > 20);
                LocalNats leader = stack.system()
                        .stack()
                        .cluster()
                        .leaderOf(StreamCatalogue.RUNS.name())
                        .orElseThrow();
                leader.kill();
                await().atMost(LIMIT).until(tail::done);
                report.measured(
                        Row.FAILOVER_BROKER_GAP,
                        tail.longestSilenceSeconds(),
                        "the longest silence that a viewer sees");
            }
            String answer = stack.api().awaitAnswer(posted.thread(), posted.id(), LIMIT);
            report.measured(
                    Row.FAILOVER_BROKER_LOST,
                    answer.equals(RunCheck.echo(CHUNKS)) ? 0 : Math.max(1, CHUNKS - answer.split(" ", -1).length),
                    "chunks that the stored answer lacks, or has twice");
        }
    }
}
