package dev.hawser.e2e.faults;

import static dev.hawser.e2e.faults.Doubled.LIMIT;
import static dev.hawser.e2e.faults.Doubled.awaitEvents;
import static dev.hawser.e2e.faults.Doubled.otherThan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.e2e.api.Tail;
import dev.hawser.e2e.check.RunCheck;
import dev.hawser.e2e.faults.Doubled.Started;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Pods die by SIGKILL in every state of a run. */
@Timeout(120)
class PodDeathIT {

    private static Doubled doubled;

    @BeforeAll
    static void startsEverything() {
        doubled = Doubled.shared();
    }

    @Test
    @DisplayName("I4 I5: a tail goes on at the other gateway, behind its cursor")
    void aTailGoesOnAtTheOtherGateway() {
        Started run = doubled.start(40, 40);
        List<Tail.Event> seen = new ArrayList<>();
        Optional<String> cursor;
        try (Tail first = doubled.system().api(1).tail(run.id(), Optional.empty())) {
            awaitEvents(first, 10);
            seen.addAll(first.events());
            cursor = Optional.of(seen.getLast().id());
        }

        try (Tail second = doubled.system().api(2).tail(run.id(), cursor)) {
            await().atMost(LIMIT).until(second::done);
            seen.addAll(second.events());
        }

        assertThat(seen).extracting(Tail.Event::id).doesNotHaveDuplicates();
        assertThat(Tail.text(seen)).isEqualTo(RunCheck.echo(40));
        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @DisplayName("I4 I5: a viewer of a killed gateway goes on at the other one at once")
    void aViewerOfAKilledGatewayGoesOnAtTheOther() {
        Started run = doubled.start(60, 40);
        List<Tail.Event> seen = new ArrayList<>();
        try (Tail first = doubled.system().api(2).tail(run.id(), Optional.empty())) {
            awaitEvents(first, 10);
            doubled.system().kill(Doubled.gateway(2));
            await().atMost(LIMIT).until(first::ended);
            seen.addAll(first.events());
        }

        try (Tail second = doubled.system()
                .api(1)
                .tail(run.id(), Optional.of(seen.getLast().id()))) {
            await().atMost(LIMIT).until(second::done);
            seen.addAll(second.events());
        }
        doubled.start(Doubled.gateway(2));

        assertThat(seen).extracting(Tail.Event::id).doesNotHaveDuplicates();
        assertThat(Tail.text(seen)).isEqualTo(RunCheck.echo(60));
        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @DisplayName("I1 I3 I6: a run goes on when the dispatch pod that drives it dies")
    void aRunningRunSurvivesItsDispatchPod() {
        Started run = doubled.start(60, 40);
        try (Tail tail = doubled.api().tail(run.id(), Optional.empty())) {
            awaitEvents(tail, 10);
            Pod driver = doubled.driverOf(run);
            doubled.system().kill(driver);
            await().atMost(LIMIT).until(tail::done);
            doubled.start(driver);
        }

        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @DisplayName("I5 I6: a run is stored exactly when the projector that leads its partition dies")
    void aRunningRunSurvivesItsProjector() {
        Started run = doubled.start(60, 40);
        Pod leader;
        try (Tail tail = doubled.api().tail(run.id(), Optional.empty())) {
            awaitEvents(tail, 10);
            leader = doubled.projectorOf(run);
            doubled.system().kill(leader);
            await().atMost(LIMIT).until(tail::done);
        }

        doubled.assertWholeInOneAttempt(run);
        assertThat(doubled.projectorOf(run)).isEqualTo(otherThan(leader));
        doubled.start(leader);
    }

    @Test
    @DisplayName("I1 I2 I6: queued messages are answered in their order when the pod that took them in dies")
    void queuedRunsSurviveTheirDispatchPod() {
        String thread = doubled.api().newThread();
        Started first = doubled.start(thread, 30, 40);
        Pod driver = doubled.driverOf(first);
        Started second = doubled.start(thread, 3, 10);
        Started third = doubled.start(thread, 4, 10);
        doubled.awaitState(third, "queued");

        doubled.system().kill(driver);

        doubled.assertWholeInOneAttempt(first);
        doubled.assertWholeInOneAttempt(second);
        doubled.assertWholeInOneAttempt(third);
        doubled.start(driver);
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("I1 I3 I6: a run whose work item nobody has confirmed goes on when the pod that posts it dies")
    void anOfferedRunSurvivesItsDispatchPod() {
        Pod agent = new Pod(Part.AGENT, 1);
        doubled.system().suspend(agent);
        Started run = doubled.start(20, 20);
        Pod driver = doubled.driverOf(run);
        doubled.system().kill(driver);
        doubled.system().resume(agent);

        doubled.assertWhole(run);
        doubled.start(driver);
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("I5 I6: a run that has ended is settled though projectors stand still and die")
    void aSettlingRunSurvivesItsProjectors() {
        Started run = doubled.start(20, 20);
        Pod leader = doubled.projectorOf(run);
        doubled.system().suspend(leader);
        doubled.system().suspend(otherThan(leader));
        doubled.awaitState(run, "settling");
        doubled.system().kill(leader);
        doubled.system().resume(otherThan(leader));

        doubled.assertWholeInOneAttempt(run);
        doubled.start(leader);
    }
}
