package dev.hawser.e2e.bench.runs;

import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import dev.hawser.e2e.system.SystemPlan;
import dev.hawser.localstack.identity.NatsUser;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A system whose limits do not stand in the way, and somebody who watches its logs. */
final class RunsStack implements AutoCloseable {

    static final Pod AGENT = new Pod(Part.AGENT, 1);
    static final Pod GATEWAY = new Pod(Part.GATEWAY, 1);

    private static final Duration READY = Duration.ofSeconds(10);

    private final HawserSystem system;
    private final Connection nats;
    private final LiveRecords live;

    private RunsStack(HawserSystem system, Connection nats) {
        this.system = system;
        this.nats = nats;
        this.live = new LiveRecords(nats);
    }

    static RunsStack start(BenchRun run) throws Exception {
        return start(run, plan -> plan);
    }

    /** A system of another shape. */
    static RunsStack start(BenchRun run, UnaryOperator<SystemPlan> shape) throws Exception {
        run.progress("runs: starting a system");
        SystemPlan plan = SystemPlan.measured(run.programs(), run.folder().resolve("runs"))
                .set(Part.DISPATCH, "HAWSER_DISPATCH_GATE_ACTIVE_RUNS_PER_OWNER", "1000")
                .set(Part.GATEWAY, "HAWSER_SSE_PER_OWNER", "5000")
                .set(Part.GATEWAY, "HAWSER_RATE_PER_SECOND", "100000")
                .set(Part.GATEWAY, "HAWSER_RATE_BURST", "100000")
                .configureAgents("maxRuns: 64\n");
        HawserSystem system = HawserSystem.start(shape.apply(plan));
        Connection nats = Nats.connect(Options.builder()
                .servers(system.stack().cluster().clientUrls().split(",", -1))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(50))
                .authHandler(Nats.credentials(system.stack()
                        .identities()
                        .credentials(NatsUser.ADMIN_CORE)
                        .toString()))
                .build());
        var stack = new RunsStack(system, nats);
        nats.flush(READY);
        return stack;
    }

    HawserSystem system() {
        return system;
    }

    Api api() {
        return system.api();
    }

    Connection nats() {
        return nats;
    }

    /** When records of runs were stored. */
    LiveRecords live() {
        return live;
    }

    /** Posts a text to a thread of its own. */
    Posted post(String text) {
        Api api = api();
        String thread = api.newThread();
        long sent = System.nanoTime();
        return new Posted(thread, api.run(thread, text), sent);
    }

    /**
     * A run that was accepted.
     *
     * @param thread its thread
     * @param id its id
     * @param sentAt when the request was sent, by {@link System#nanoTime()}
     */
    record Posted(String thread, String id, long sentAt) {}

    @Override
    public void close() {
        try {
            nats.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            system.close();
        }
    }
}
