package dev.hawser.e2e.bench.runs;

import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.bench.runs.LiveRecords.Stored;
import dev.hawser.e2e.bench.runs.RunsStack.Posted;
import dev.hawser.e2e.system.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The desktop: how fast its outbox drains over a slow network, and how fast its command line answers. */
public final class AgentRows implements Measurement {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** An acknowledgement takes 50 ms longer. */
    private static final Duration ONE_WAY = Duration.ofMillis(25);

    @Override
    public Set<Row> rows() {
        return Set.of(Row.AGENT_OUTBOX, Row.AGENT_STATUS);
    }

    @Override
    public void measure(BenchRun run, Report report) throws Exception {
        status(run, report);
        try (RunsStack stack = RunsStack.start(run, plan -> plan.behindProxies(Part.AGENT))) {
            run.progress("agent.outbox: a backlog 50 ms away");
            stack.system().networks().nats(RunsStack.AGENT, proxy -> proxy.delay(ONE_WAY));
            Posted posted = stack.post("many:" + run.count(50_000, 2_000));
            await().atMost(LIMIT)
                    .until(() -> stack.live().first(posted.id(), RecordKind.END).isPresent());
            List<Stored> records = stack.live().of(posted.id());
            long chunks = records.stream().mapToLong(Stored::chunks).sum();
            double seconds = (records.getLast().at() - records.getFirst().at()) / 1e9;
            report.measured(Row.AGENT_OUTBOX, chunks / seconds, "chunks of one run, each a row, from claim to end");
        }
    }

    private static void status(BenchRun run, Report report) throws Exception {
        int rounds = run.count(9, 3);
        double[] millis = new double[rounds];
        run.progress("agent.status: %d starts".formatted(rounds));
        for (int round = 0; round < rounds; round++) {
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-jar",
                            run.programs().agent().toString(),
                            "status",
                            "--json")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment()
                    .put("HAWSER_AGENT_HOME", run.folder().resolve("no-agent").toString());
            long start = System.nanoTime();
            builder.start().waitFor();
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
        report.measured(Row.AGENT_STATUS, Samples.median(millis), "on the JVM, without an AOT cache, no agent running");
    }
}
