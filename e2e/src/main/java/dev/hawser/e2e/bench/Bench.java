package dev.hawser.e2e.bench;

import dev.hawser.e2e.bench.machine.Machine;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import dev.hawser.e2e.system.BuiltPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code ./hawser bench} runs. */
@Command(
        name = "bench",
        synopsisHeading = "Usage: ",
        customSynopsis = "./hawser bench [NAME...] [--json] [--quick]",
        description = {
            "Measures Hawser, each figure beside a baseline of the same run.",
            "Progress goes to standard error, the figures to standard output.",
            "What each row means: docs/benchmarks.md."
        },
        footer = {
            "",
            "Examples:",
            "  ./hawser bench                     everything, about half an hour",
            "  ./hawser bench tunnel              the tunnel, alone and as the whole path",
            "  ./hawser bench runs --json         runs, one JSON object a line",
            "  ./hawser bench tunnel.core --quick a first look at some rows",
            "",
            "Exit codes: 0 every goal is met, 1 one is not or could not be measured, 2 wrong usage."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Bench implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "tunnel, runs, or the beginning of an id such as tunnel.core or failover")
    private List<String> names = List.of("all");

    @Option(names = "--json", description = "one JSON object a line, as soon as it is known")
    private boolean json;

    @Option(names = "--quick", description = "small sizes: shows that everything works; the figures say little")
    private boolean quick;

    @Option(names = "--list", description = "prints the ids and measures nothing")
    private boolean list;

    private Bench() {}

    /** Runs what the arguments name. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Set<Row> rows = EnumSet.noneOf(Row.class);
        for (String name : names) {
            List<Row> named = Arrays.stream(Row.values())
                    .filter(row -> row.isNamedBy(name))
                    .toList();
            if (named.isEmpty()) {
                System.err.println("bench: no figure is called " + name + "; ./hawser bench --list names them");
                return CommandLine.ExitCode.USAGE;
            }
            rows.addAll(named);
        }
        if (list) {
            rows.forEach(row -> System.out.println(row.id()));
            return CommandLine.ExitCode.OK;
        }
        return measure(rows) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean measure(Set<Row> rows) throws Exception {
        Path root = Path.of(System.getProperty("hawser.root", ".")).toAbsolutePath();
        Path folder = Files.createDirectories(root.resolve(".hawser/bench"));
        var run = new BenchRun(quick, folder, BuiltPrograms.staged(root), System.err);
        var report = new Report(rows, json, System.out);
        System.err.println(Machine.line());
        for (Measurement measurement : Measurements.ALL) {
            if (measurement.rows().stream().anyMatch(report::isOpen)) {
                measure(measurement, run, report);
            }
        }
        report.missingIfOpen(rows, "nothing measures this row yet");
        return report.finish();
    }

    private static void measure(Measurement measurement, BenchRun run, Report report) {
        try {
            measurement.measure(run, report);
            report.missingIfOpen(measurement.rows(), "the measurement ended without it");
        } catch (Exception failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            System.getLogger(Bench.class.getName()).log(System.Logger.Level.ERROR, "a measurement went wrong", failure);
            report.missingIfOpen(measurement.rows(), "went wrong: " + failure.getMessage());
        }
    }
}
