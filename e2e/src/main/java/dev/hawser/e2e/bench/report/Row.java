package dev.hawser.e2e.bench.report;

import static dev.hawser.e2e.bench.report.Goal.atLeast;
import static dev.hawser.e2e.bench.report.Goal.atLeastTimesBaseline;
import static dev.hawser.e2e.bench.report.Goal.atMost;
import static dev.hawser.e2e.bench.report.Goal.atMostTimesBaseline;

/** Every figure that is measured, with its unit and its goal. What each one means: docs/benchmarks.md. */
public enum Row {
    NATS_PLAIN("tunnel.raw.plain", "MiB/s", Goal.NONE),
    CORE_DOWNLOAD("tunnel.core.download", "MiB/s", atLeastTimesBaseline(0.6)),
    CORE_UPLOAD("tunnel.core.upload", "MiB/s", atLeastTimesBaseline(0.6)),
    CORE_CPU("tunnel.core.cpu", "CPU-s/GiB", Goal.NONE),
    CORE_SMALL_P50("tunnel.core.small.p50", "ms", atMostTimesBaseline(1.6)),
    CORE_SMALL_P99("tunnel.core.small.p99", "ms", atMostTimesBaseline(3)),
    STALLED_MEMORY("tunnel.stalled.memory", "MiB/stream", atMost(1)),
    STALLED_OTHERS("tunnel.stalled.others", "MiB/s", atLeastTimesBaseline(0.9)),
    STALLED_SLOW_CONSUMERS("tunnel.stalled.slow-consumers", "events", atMost(0)),
    IDLE_MEMORY("tunnel.idle.memory", "KiB/stream", atMost(40)),
    RTT_100("tunnel.rtt100", "MiB/s", atLeast(75)),
    PROBE("tunnel.probe", "ms", atMostTimesBaseline(10)),
    CUTS_LOST("tunnel.cuts", "bytes", atMost(0)),
    CUTS_COMPLETE("tunnel.cuts.complete", "%", atLeast(99.9)),

    PATH_DIRECT("tunnel.path.direct", "MiB/s", Goal.NONE),
    PATH_DOWNLOAD("tunnel.path.download", "MiB/s", atLeastTimesBaseline(0.7)),
    PATH_UPLOAD("tunnel.path.upload", "MiB/s", atLeastTimesBaseline(0.7)),
    PATH_CPU("tunnel.path.cpu", "CPU-s/GiB", atMost(3)),
    PATH_C1_P50("tunnel.path.c1.p50", "ms", atMost(0.30)),
    PATH_C1_P99("tunnel.path.c1.p99", "ms", atMost(1)),
    PATH_C64("tunnel.path.c64", "requests/s", atLeast(11_000)),
    PATH_C1000("tunnel.path.c1000", "requests/s", atLeast(14_000)),
    PATH_C1000_P99("tunnel.path.c1000.p99", "ms", atMost(150)),
    PATH_C1000_ERRORS("tunnel.path.c1000.errors", "errors", atMost(0)),

    CLAIM_P50("dispatch.claim.p50", "ms", atMostTimesBaseline(1.5)),
    CLAIM_P99("dispatch.claim.p99", "ms", atMostTimesBaseline(1.5)),
    FIRST_CHUNK_P50("runs.first-chunk.p50", "ms", atMost(30)),
    FIRST_CHUNK_P99("runs.first-chunk.p99", "ms", atMost(120)),
    TAIL_P99("runs.tail.p99", "ms", atMost(20)),
    TAIL_LOST("runs.tail.lost", "events", atMost(0)),
    VIEWER_MEMORY("runs.viewer.memory", "KiB/viewer", atMost(10)),
    ATTACH_FIRST("runs.attach.first", "ms", atMost(20)),
    ATTACH_REPLAY("runs.attach.replay", "MiB/s", atLeast(500)),
    INGEST_POD("runs.ingest.pod", "chunks/s", atLeast(20_000)),
    INGEST_RUN("runs.ingest.run", "chunks/s", atLeast(2_000)),
    PROJECTION("runs.projection", "chunks/s", atLeast(20_000)),
    PROJECTION_LAG("runs.projection.lag.p99", "ms", atMost(500)),
    INTAKE("dispatch.intake", "messages/s", atLeast(2_000)),
    CLAIMS("dispatch.claims", "claims/s", atLeast(10_000)),
    FAILOVER_PROJECTOR_KILL("failover.projector.kill", "s", atMost(6)),
    FAILOVER_PROJECTOR_TERM("failover.projector.term", "s", atMost(0.5)),
    FAILOVER_LEASE_KILL("failover.lease.kill", "s", atMost(35)),
    FAILOVER_LEASE_TERM("failover.lease.term", "s", atMost(2)),
    FAILOVER_VIEWERS("failover.viewers", "s", atMost(1)),
    FAILOVER_BROKER_GAP("failover.broker", "s", atMost(9)),
    FAILOVER_BROKER_LOST("failover.broker.lost", "chunks", atMost(0)),
    AGENT_OUTBOX("agent.outbox", "rows/s", atLeast(5_000)),
    AGENT_STATUS("agent.status", "ms", atMost(400));

    private final String id;
    private final String unit;
    private final Goal.Kind kind;
    private final double limit;

    Row(String id, String unit, Goal goal) {
        this.id = id;
        this.unit = unit;
        this.kind = goal.kind();
        this.limit = goal.limit();
    }

    /** Its name, such as {@code tunnel.core.download}. */
    public String id() {
        return id;
    }

    /** The unit of its value and its baseline. */
    public String unit() {
        return unit;
    }

    Goal goal() {
        return new Goal(kind, limit);
    }

    /**
     * True if a name on the command line means this row: {@code all}, a suite, or the beginning of its id. The suite
     * {@code runs} has all rows that do not concern the tunnel.
     */
    public boolean isNamedBy(String name) {
        boolean ofRuns = !id.startsWith("tunnel.");
        return name.equals("all") || id.equals(name) || id.startsWith(name + ".") || (name.equals("runs") && ofRuns);
    }
}
