package dev.hawser.e2e.bench.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import java.util.Set;
import java.util.stream.Stream;

/** Answers of 128 B over the whole path, from 1, 64 and 1 000 connections, beside the local server itself. */
public final class PathSmall implements Measurement {

    private static final int MANY = 64;
    private static final int VERY_MANY = 1_000;
    private static final int WARM_UP_SECONDS = 30;

    @Override
    public Set<Row> rows() {
        return Set.of(
                Row.PATH_C1_P50,
                Row.PATH_C1_P99,
                Row.PATH_C64,
                Row.PATH_C1000,
                Row.PATH_C1000_P99,
                Row.PATH_C1000_ERRORS);
    }

    @Override
    public void measure(BenchRun run, Report report) {
        int seconds = run.count(5, 1);
        int rounds = run.count(3, 1);
        try (PathStack stack = PathStack.start(run)) {
            run.progress("tunnel.path: small answers, until the compilers rest");
            hawser(stack, MANY, run.count(WARM_UP_SECONDS, 2));
            hawser(stack, 1, run.count(5, 2));
            JsonNode[] one = new JsonNode[rounds];
            JsonNode[] oneDirect = new JsonNode[rounds];
            JsonNode[] many = new JsonNode[rounds];
            JsonNode[] manyDirect = new JsonNode[rounds];
            JsonNode[] veryMany = new JsonNode[rounds];
            for (int round = 0; round < rounds; round++) {
                run.progress("tunnel.path: small answers, round %d of %d".formatted(round + 1, rounds));
                oneDirect[round] = direct(stack, 1, seconds);
                one[round] = hawser(stack, 1, seconds);
                manyDirect[round] = direct(stack, MANY, seconds);
                many[round] = hawser(stack, MANY, seconds);
                veryMany[round] = hawser(stack, VERY_MANY, seconds);
            }
            String name = "the local server itself";
            report.measured(Row.PATH_C1_P50, median(one, "p50"), new Baseline(name, median(oneDirect, "p50")));
            report.measured(Row.PATH_C1_P99, median(one, "p99"), new Baseline(name, median(oneDirect, "p99")));
            report.measured(Row.PATH_C64, median(many, "rate"), new Baseline(name, median(manyDirect, "rate")));
            report.measured(Row.PATH_C1000, median(veryMany, "rate"));
            report.measured(Row.PATH_C1000_P99, median(veryMany, "p99"));
            report.measured(
                    Row.PATH_C1000_ERRORS,
                    Stream.of(veryMany)
                            .mapToDouble(answer -> answer.path("errors").asDouble())
                            .sum());
        }
    }

    private static JsonNode hawser(PathStack stack, int connections, int seconds) {
        return run(stack, stack.throughHawser("small"), connections, seconds);
    }

    private static JsonNode direct(PathStack stack, int connections, int seconds) {
        return run(stack, stack.direct("small"), connections, seconds);
    }

    private static JsonNode run(PathStack stack, ObjectNode order, int connections, int seconds) {
        return stack.client().run(order.put("connections", connections).put("seconds", seconds));
    }

    private static double median(JsonNode[] answers, String field) {
        return Samples.median(Stream.of(answers)
                .mapToDouble(answer -> answer.path(field).asDouble())
                .toArray());
    }
}
