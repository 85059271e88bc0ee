package dev.hawser.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.e2e.faults.Doubled.Started;
import dev.hawser.e2e.system.SystemPlan;
import dev.hawser.localstack.nats.LocalNats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The whole system on three NATS servers with three copies of each stream. */
@Timeout(600)
@EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
class ClusterIT {

    private static final Duration OUTAGE = Duration.ofMinutes(5);

    private static Doubled doubled;

    @BeforeAll
    static void startsEverything() {
        doubled = Doubled.start(SystemPlan::clustered);
    }

    @AfterAll
    static void stopsEverything() {
        doubled.close();
    }

    @BeforeEach
    void everyGatewayIsReady() {
        doubled.awaitReady(Doubled.gateway(1));
        doubled.awaitReady(Doubled.gateway(2));
    }

    @Test
    @DisplayName("I1 I4 I6: a run goes on when the server that leads its log is killed")
    void aRunSurvivesTheLeaderOfItsLog() {
        Started run = doubled.start(200, 40);
        doubled.awaitSome(run);

        LocalNats leader = leaderOfTheLogs();
        leader.kill();

        doubled.assertWholeInOneAttempt(run);
        assertThat(leaderOfTheLogs()).isNotEqualTo(leader);
        leader.restart();
    }

    @Test
    @DisplayName("I1 I4 I6: a run goes on when the server that leads its log stands still and comes back")
    void aRunSurvivesAFrozenLeader() {
        Started run = doubled.start(200, 40);
        doubled.awaitSome(run);

        LocalNats leader = leaderOfTheLogs();
        leader.suspend();
        await().atMost(Doubled.LIMIT)
                .until(
                        () -> doubled.system().stack().cluster().leaderOf(StreamCatalogue.RUNS.name()),
                        Optional::isPresent);
        doubled.assertWholeInOneAttempt(run);
        leader.resume();

        doubled.assertWholeInOneAttempt(doubled.start(20, 20));
        doubled.assertWhole(run);
    }

    @Test
    @DisplayName("I1 I4 I6: a run goes on after the whole cluster was down for five minutes")
    void aRunSurvivesAnOutageOfTheWholeCluster() {
        Started run = doubled.start(60, 40);
        doubled.awaitSome(run);

        List<LocalNats> servers = doubled.system().stack().cluster().nodes();
        servers.forEach(LocalNats::kill);
        Doubled.last(OUTAGE);
        doubled.system().stack().cluster().restart();

        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @DisplayName("I1 I4 I6: a log whose last records are gone is filled again from the outbox")
    void aTruncatedLogIsFilledAgain() {
        Started run = doubled.start(200, 40);
        doubled.awaitSome(run);

        assertThat(doubled.logs().forgetLast(run.thread(), run.id(), 3)).isPositive();

        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @DisplayName("I1 I4 I6: all logs are deleted in the middle of a run, and its answer is whole nevertheless")
    void aDeletedStreamIsMadeAgainAndFilledAgain() {
        Started run = doubled.start(400, 40);
        doubled.awaitSome(run);

        doubled.logs().deleteAll();

        doubled.assertWholeInOneAttempt(run);
    }

    private static LocalNats leaderOfTheLogs() {
        return await().atMost(Doubled.LIMIT)
                .until(
                        () -> doubled.system().stack().cluster().leaderOf(StreamCatalogue.RUNS.name()),
                        Optional::isPresent)
                .orElseThrow();
    }
}
