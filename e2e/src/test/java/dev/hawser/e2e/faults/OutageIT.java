package dev.hawser.e2e.faults;

import dev.hawser.e2e.faults.Doubled.Started;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** NATS and Postgres go away and come back in the middle of a run. */
@Timeout(240)
class OutageIT {

    private static final Duration NATS_OUTAGE = Duration.ofSeconds(Doubled.ALL ? 60 : 5);
    private static final Duration POSTGRES_STALL = Duration.ofSeconds(Doubled.ALL ? 30 : 5);

    private static Doubled doubled;

    @BeforeAll
    static void startsEverything() {
        doubled = Doubled.shared();
    }

    /** A gateway answers 503 until its connections are back from the outage before; nobody is sent to it meanwhile. */
    @BeforeEach
    void everyGatewayIsReady() {
        doubled.awaitReady(Doubled.gateway(1));
        doubled.awaitReady(Doubled.gateway(2));
    }

    @Test
    @DisplayName("I1 I4 I6: a run goes on over a crash of NATS")
    void aRunSurvivesACrashOfNats() {
        Started run = doubled.start(60, 40);
        doubled.awaitSome(run);

        doubled.system().stack().nats().kill();
        doubled.system().stack().nats().restart();

        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @DisplayName("I1 I4 I6: a run goes on after NATS was away")
    void aRunSurvivesAnOutageOfNats() {
        Started run = doubled.start(60, 40);
        doubled.awaitSome(run);

        doubled.system().stack().nats().stop();
        Doubled.last(NATS_OUTAGE);
        doubled.system().stack().nats().restart();

        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("I1 I5 I6: a run goes on over a crash of Postgres")
    void aRunSurvivesACrashOfPostgres() {
        Started run = doubled.start(60, 40);
        doubled.awaitSome(run);

        doubled.system().stack().postgres().kill();
        doubled.system().stack().postgres().restart();

        doubled.assertWholeInOneAttempt(run);
    }

    @Test
    @DisplayName("I1 I5 I6: a run goes on after Postgres stood still, and a message posted then is answered once")
    void aRunSurvivesAStallOfPostgres() {
        Started run = doubled.start(60, 40);
        doubled.awaitSome(run);

        doubled.system().stack().postgres().suspend();
        Doubled.last(POSTGRES_STALL);
        doubled.system().stack().postgres().resume();

        doubled.assertWholeInOneAttempt(run);
    }
}
