package dev.hawser.e2e.faults;

import static dev.hawser.e2e.faults.Doubled.LIMIT;
import static dev.hawser.e2e.faults.Doubled.awaitEvents;
import static dev.hawser.e2e.faults.Doubled.otherThan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.RunRecord;
import dev.hawser.e2e.api.Tail;
import dev.hawser.e2e.faults.Doubled.Started;
import dev.hawser.e2e.system.Pod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Pods are stopped, replaced, and go on later: nothing that they still write counts. */
@Timeout(150)
class StalePodIT {

    private static Doubled doubled;

    @BeforeAll
    static void startsEverything() {
        doubled = Doubled.shared();
    }

    @Test
    @DisplayName("I3 I5 I6: a projector that was stopped and replaced changes nothing when it goes on")
    void aStaleProjectorChangesNothing() {
        Started run = doubled.start(60, 40);
        Pod leader = doubled.projectorOf(run);
        long checkpoints;
        try (Tail tail = doubled.api().tail(run.id(), Optional.empty())) {
            awaitEvents(tail, 10);
            doubled.system().suspend(leader);
            await().atMost(LIMIT).until(tail::done);
        }
        doubled.assertWholeInOneAttempt(run);
        assertThat(doubled.projectorOf(run)).isEqualTo(otherThan(leader));
        checkpoints = doubled.system().rows().checkpoints();

        doubled.system().resume(leader);
        Started next = doubled.start(run.thread(), 20, 20);

        doubled.assertWholeInOneAttempt(next);
        doubled.assertWhole(run);
        assertThat(doubled.system().rows().checkpoints()).isGreaterThanOrEqualTo(checkpoints);
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("I1 I3 I6: a dispatch pod that was stopped in the middle of a run adds nothing when it goes on")
    void aStaleDispatchPodAddsNothing() {
        Started run = doubled.start(100, 50);
        Pod driver;
        try (Tail tail = doubled.api().tail(run.id(), Optional.empty())) {
            awaitEvents(tail, 10);
            driver = doubled.driverOf(run);
            doubled.system().suspend(driver);
            await().atMost(LIMIT).until(tail::done);
        }
        doubled.assertWholeInOneAttempt(run);
        List<RunRecord> before = doubled.logs().records(run.thread(), run.id());

        doubled.system().resume(driver);
        Started next = doubled.start(run.thread(), 20, 20);

        doubled.assertWholeInOneAttempt(next);
        assertThat(doubled.logs().records(run.thread(), run.id())).isEqualTo(before);
    }
}
