package dev.hawser.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.api.Tail;
import dev.hawser.e2e.check.RunCheck;
import dev.hawser.e2e.check.RunLogs;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import dev.hawser.e2e.system.SystemPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A system with two pods of each service; most tests of this package share one, and each leaves it whole. */
final class Doubled implements AutoCloseable {

    /** The longest that a run may be without progress: a lease that nobody renews, and some. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** Whether the long suites run. */
    static final boolean ALL = Boolean.getBoolean("hawser.test.all");

    /** One desktop that takes many runs at once. */
    private static final SystemPlan PLAN = SystemPlan.doubled()
            .set(Part.DISPATCH, "HAWSER_DISPATCH_GATE_ACTIVE_RUNS_PER_OWNER", "200")
            .configureAgents("maxRuns: 64\n");

    private static @Nullable Doubled shared;

    private final HawserSystem system;
    private final RunLogs logs;
    private final RunCheck check;

    private Doubled(HawserSystem system) {
        this.system = system;
        this.logs = new RunLogs(system.stack());
        this.check = new RunCheck(system.api(), system.rows(), logs);
    }

    /** The one that all tests of this JVM share. */
    static synchronized Doubled shared() {
        Doubled known = shared;
        if (known == null) {
            known = start(plan -> plan);
            Runtime.getRuntime().addShutdownHook(new Thread(known.system::close, "doubled-close"));
            shared = known;
        }
        return known;
    }

    HawserSystem system() {
        return system;
    }

    /** One of another shape, that the caller closes. */
    static Doubled start(UnaryOperator<SystemPlan> shape) {
        return new Doubled(HawserSystem.start(shape.apply(PLAN)));
    }

    RunCheck check() {
        return check;
    }

    RunLogs logs() {
        return logs;
    }

    Api api() {
        return system.api();
    }

    /** A run that says that many chunks, so many milliseconds apart, in a thread of its own. */
    Started start(int chunks, int millis) {
        return start(api().newThread(), chunks, millis);
    }

    Started start(String thread, int chunks, int millis) {
        return new Started(thread, api().run(thread, "slow:%dx%d".formatted(chunks, millis)), chunks);
    }

    /** The pod that drives a run now. */
    Pod driverOf(Started run) {
        return system.pod(await().atMost(LIMIT)
                .until(() -> system.rows().drivingPod(run.id()), Optional::isPresent)
                .orElseThrow());
    }

    /** The projector that leads the partition of a run. */
    Pod projectorOf(Started run) {
        return system.pod(await().atMost(LIMIT)
                .until(() -> system.rows().projectorOf(run.id()), Optional::isPresent)
                .orElseThrow());
    }

    /** The other pod of the same service. */
    static Pod otherThan(Pod pod) {
        return new Pod(pod.part(), 3 - pod.number());
    }

    /** Waits until the tail has some of the answer. */
    static void awaitEvents(Tail tail, int count) {
        await().atMost(LIMIT).until(() -> tail.events().size() > count);
    }

    void awaitState(Started run, String state) {
        await().atMost(LIMIT).until(() -> system.rows().state(run.id()).equals(Optional.of(state)));
    }

    /** Waits until no record is under way any more. */
    void awaitQuietLog(Started run) {
        int[] before = {-1};
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).until(() -> {
            int now = logs.records(run.thread(), run.id()).size();
            boolean quiet = now == before[0];
            before[0] = now;
            return quiet;
        });
    }

    /** Waits for the end of a run and checks all of it: I1 to I6. */
    void assertWhole(Started run) {
        await().atMost(LIMIT)
                .until(() ->
                        !api().runState(run.id()).path("finishedAt").asText("").isEmpty());
        assertThat(check.faults(run.thread(), run.id(), RunCheck.echo(run.chunks())))
                .isEmpty();
        assertThat(system.rows().overlappingRuns()).as("I2").isZero();
    }

    /** As {@link #assertWhole}, and the harness was started once. */
    void assertWholeInOneAttempt(Started run) {
        assertWhole(run);
        assertThat(api().runState(run.id()).path("attempt").asInt())
                .as("I1: the harness is not started again while its runner lives")
                .isEqualTo(1);
    }

    /** Waits until a viewer has seen some of the answer. */
    void awaitSome(Started run) {
        try (Tail tail = api().tail(run.id(), Optional.empty())) {
            awaitEvents(tail, 10);
        }
    }

    /** Starts what was killed. */
    void start(Pod pod) {
        system.start(pod);
    }

    /** Waits until a pod says that requests may be sent to it. */
    void awaitReady(Pod pod) {
        system.awaitReady(pod);
    }

    /** A wait of a fixed length: how long an outage lasts is what the test is about. */
    static void last(Duration outage) {
        await().pollDelay(outage).atMost(outage.plusSeconds(5)).until(() -> true);
    }

    @Override
    public void close() {
        logs.close();
        system.close();
    }

    /** A gateway by its number. */
    static Pod gateway(int number) {
        return new Pod(Part.GATEWAY, number);
    }

    /**
     * A run that was accepted.
     *
     * @param thread its thread
     * @param id its id
     * @param chunks how many chunks its answer has
     */
    record Started(String thread, String id, int chunks) {}
}
