package dev.hawser.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.faults.Load.Asked;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many short runs, while pods die or are replaced: each run ends once, each answer is exact, each thread keeps its order.
 * The seed is printed; {@code -Dhawser.test.seed=N} writes the same messages and chooses the same pods again.
 */
@Timeout(3_600)
class LoadIT {

    private static final int USERS = Doubled.ALL ? 200 : 20;
    private static final int MESSAGES = Doubled.ALL ? 50 : 6;
    private static final int USERS_WHILE_REPLACED = Doubled.ALL ? 100 : 10;
    private static final int MESSAGES_WHILE_REPLACED = Doubled.ALL ? 40 : 20;
    private static final int LEAST_KILLS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(Doubled.ALL ? 40 : 4);
    private static final List<Part> SERVICES = List.of(Part.GATEWAY, Part.DISPATCH, Part.PROJECTOR);

    private static Doubled doubled;

    @BeforeAll
    static void startsEverything() {
        doubled = Doubled.shared();
    }

    @Test
    @DisplayName("I1 I2 I3 I4 I5 I6: pods are killed at random under load")
    void everyRunEndsExactlyOnceWhilePodsAreKilled() {
        long seed = seed();
        var random = new Random(seed);
        int killed = 0;
        List<List<Asked>> asked;
        try (var load = new Load(gateways())) {
            load.start(USERS, MESSAGES, seed);
            while (load.accepted() < USERS * MESSAGES || killed < LEAST_KILLS) {
                killed += killSome(random);
            }
            asked = load.await();
        }

        assertThatAllIsWhole(asked);
    }

    @Test
    @DisplayName("I1 I2 I3 I4 I5 I6: all pods are replaced one by one under load, and no request fails")
    void noRequestFailsAndNoRunBreaksWhileAllPodsAreReplaced() {
        List<List<Asked>> asked;
        try (var load = new Load(gateways())) {
            load.start(USERS_WHILE_REPLACED, MESSAGES_WHILE_REPLACED, seed());
            SERVICES.stream().flatMap(LoadIT::podsOf).forEach(pod -> replace(pod, load));
            asked = load.await();
            assertThat(load.failedRequests()).as("requests that failed").isEmpty();
        }

        assertThatAllIsWhole(asked);
        for (List<Asked> thread : asked) {
            assertThat(thread)
                    .as("a pod that leaves hands over what it drives: no attempt is lost")
                    .allSatisfy(run -> assertThat(doubled.system().rows().attempts(run.run()))
                            .hasSize(1));
        }
    }

    /** Kills a pod, now and then all of its service, and starts it again; gives how many. */
    private static int killSome(Random random) {
        Part part = SERVICES.get(random.nextInt(SERVICES.size()));
        List<Pod> pods = new ArrayList<>(podsOf(part).toList());
        if (random.nextInt(4) > 0) {
            pods.remove(random.nextInt(pods.size()));
        }
        pods.forEach(doubled.system()::kill);
        Doubled.last(Duration.ofMillis(random.nextInt(2_000)));
        pods.forEach(doubled::start);
        return pods.size();
    }

    private static void replace(Pod pod, Load load) {
        boolean balanced = pod.part() == Part.GATEWAY;
        if (balanced) {
            load.leave(pod.number());
        }
        doubled.system().stop(pod);
        doubled.start(pod);
        if (balanced) {
            load.comeBack(pod.number());
        }
    }

    private static void assertThatAllIsWhole(List<List<Asked>> asked) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> doubled.system().rows().openRuns() == 0);
        var faults = new ArrayList<String>();
        for (List<Asked> thread : asked) {
            for (Asked run : thread) {
                faults.addAll(doubled.check().faultsOfRow(run.thread(), run.run(), run.answer()));
            }
            List<String> inOrder = thread.stream().map(Asked::run).toList();
            if (!doubled.system()
                    .rows()
                    .runsInOrderOfStart(thread.getFirst().thread())
                    .equals(inOrder)) {
                faults.add("I2: the runs of " + thread.getFirst().thread() + " did not start in the order " + inOrder);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(doubled.system().rows().overlappingRuns()).as("I2").isZero();
        assertThat(doubled.system().rows().attemptsAfterTheEnd())
                .as("I6: runs started again after their end")
                .isZero();
    }

    private static List<Api> gateways() {
        return podsOf(Part.GATEWAY)
                .map(gateway -> doubled.system().api(gateway.number()))
                .toList();
    }

    private static Stream<Pod> podsOf(Part part) {
        return doubled.system().pods(part).stream();
    }

    private static long seed() {
        long seed = Long.getLong("hawser.test.seed", System.nanoTime());
        System.getLogger(LoadIT.class.getName()).log(System.Logger.Level.INFO, "seed {0}", Long.toString(seed));
        return seed;
    }
}
