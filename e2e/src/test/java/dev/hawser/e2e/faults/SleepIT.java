package dev.hawser.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.hawser.e2e.faults.Doubled.Started;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A laptop's lid is closed in the middle of a run, for longer than its credential is valid. */
@Timeout(300)
@EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
class SleepIT {

    private static final Pod LAPTOP = new Pod(Part.AGENT, 1);
    private static final Duration CREDENTIAL = Duration.ofSeconds(45);
    private static final Duration SLEEP = CREDENTIAL.multipliedBy(2);
    private static final Duration ONLINE_AGAIN = Duration.ofSeconds(10);

    private static Doubled doubled;

    @BeforeAll
    static void startsEverything() {
        doubled = Doubled.start(plan ->
                plan.set(Part.GATEWAY, "NATS_TUNNEL_SESSION_TTL_SECONDS", Long.toString(CREDENTIAL.toSeconds())));
    }

    @AfterAll
    static void stopsEverything() {
        doubled.close();
    }

    @Test
    @DisplayName("I1 I4 I6: a run goes on after its laptop slept for longer than its credential was valid")
    void aRunSurvivesTheSleepOfItsLaptop() {
        Started run = doubled.start(200, 50);
        doubled.awaitSome(run);

        doubled.system().suspend(LAPTOP);
        Doubled.last(SLEEP);
        doubled.system().resume(LAPTOP);

        await().atMost(ONLINE_AGAIN).until(doubled.system()::agentIsOnline);
        doubled.assertWholeInOneAttempt(run);
    }
}
