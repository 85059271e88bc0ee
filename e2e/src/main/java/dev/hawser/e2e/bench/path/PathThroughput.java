package dev.hawser.e2e.bench.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.Measurement;
import dev.hawser.e2e.bench.machine.ProcessUse;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import dev.hawser.e2e.bench.report.Report;
import dev.hawser.e2e.bench.report.Row;
import java.util.Optional;
import java.util.Set;

/** One large body at a time over the whole path, beside {@code ssh -R} and the local server itself. */
public final class PathThroughput implements Measurement {

    private static final double MIB = 1024.0 * 1024;
    private static final double GIB = 1024 * MIB;
    private static final String NO_SSH = "no baseline: openssh (ssh, sshd, ssh-keygen) is not installed";

    @Override
    public Set<Row> rows() {
        return Set.of(Row.PATH_DIRECT, Row.PATH_DOWNLOAD, Row.PATH_UPLOAD, Row.PATH_CPU);
    }

    @Override
    public void measure(BenchRun run, Report report) {
        long bytes = run.size(1024L << 20, 64L << 20);
        int rounds = run.count(5, 3);
        try (PathStack stack = PathStack.start(run)) {
            run.progress("tunnel.path: bodies, until the compilers rest");
            new Rounds(1).measure(stack, bytes, 0);
            var figures = new Rounds(rounds);
            for (int round = 0; round < rounds; round++) {
                run.progress("tunnel.path: bodies of %d MiB, round %d of %d".formatted(bytes >> 20, round + 1, rounds));
                figures.measure(stack, bytes, round);
            }
            figures.report(report, stack.throughSsh("download").isPresent());
        }
    }

    /** The rates of each round, in MiB/s. */
    private static final class Rounds {

        private final double[] direct;
        private final double[] sshDown;
        private final double[] sshUp;
        private final double[] down;
        private final double[] up;
        private final double[] cpu;

        Rounds(int rounds) {
            this.direct = new double[rounds];
            this.sshDown = new double[rounds];
            this.sshUp = new double[rounds];
            this.down = new double[rounds];
            this.up = new double[rounds];
            this.cpu = new double[rounds];
        }

        void measure(PathStack stack, long bytes, int round) {
            direct[round] = rate(stack, stack.direct("download"), bytes);
            Optional<ObjectNode> ssh = stack.throughSsh("download");
            if (ssh.isPresent()) {
                sshDown[round] = rate(stack, ssh.get(), bytes);
                sshUp[round] = rate(stack, ssh.get().put("do", "upload"), bytes);
            }
            double before = ProcessUse.cpuSeconds(stack.pids());
            down[round] = rate(stack, stack.throughHawser("download"), bytes);
            cpu[round] = (ProcessUse.cpuSeconds(stack.pids()) - before) * GIB / bytes;
            up[round] = rate(stack, stack.throughHawser("upload"), bytes);
        }

        void report(Report report, boolean hasSsh) {
            report.measured(Row.PATH_DIRECT, Samples.median(direct), "the local server itself");
            report.measured(Row.PATH_CPU, Samples.median(cpu), "gateway, broker and agent of a download");
            if (hasSsh) {
                report.measured(
                        Row.PATH_DOWNLOAD, Samples.median(down), new Baseline("ssh -R", Samples.median(sshDown)));
                report.measured(Row.PATH_UPLOAD, Samples.median(up), new Baseline("ssh -R", Samples.median(sshUp)));
            } else {
                report.measured(Row.PATH_DOWNLOAD, Samples.median(down), NO_SSH);
                report.measured(Row.PATH_UPLOAD, Samples.median(up), NO_SSH);
            }
        }

        private static double rate(PathStack stack, ObjectNode order, long bytes) {
            double seconds = stack.client()
                    .run(order.put("bytes", bytes))
                    .path("seconds")
                    .asDouble();
            return bytes / MIB / seconds;
        }
    }
}
