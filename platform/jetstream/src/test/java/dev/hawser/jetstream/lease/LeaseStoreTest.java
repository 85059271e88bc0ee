package dev.hawser.jetstream.lease;

import static dev.hawser.jetstream.support.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.jetstream.catalogue.TestCatalogue;
import dev.hawser.jetstream.support.TestBroker;
import dev.hawser.jetstream.support.TestPod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseStoreTest {

    private static final byte[] MINE = "projector-1".getBytes(UTF_8);
    private static final byte[] OTHERS = "projector-2".getBytes(UTF_8);

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestPod one;
    private static TestPod two;

    @BeforeAll
    static void start() {
        broker = new TestBroker(folder);
        try (TestPod dispatch = broker.pod("dispatch", "dispatch-1")) {
            TestCatalogue.apply(dispatch);
        }
        one = broker.pod("projector", "projector-1");
        two = broker.pod("projector", "projector-2");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        broker.close();
    }

    @Test
    void onlyOneOfTwoPodsGetsALeaseAndOnlyItsHolderRenewsIt() {
        long mine = await(one.leases().create("projector.1", MINE)).orElseThrow();

        assertThat(await(two.leases().create("projector.1", OTHERS))).isEmpty();
        assertThat(await(two.leases().renew("projector.1", OTHERS, mine - 1))).isEmpty();
        long renewed = await(one.leases().renew("projector.1", MINE, mine)).orElseThrow();

        Lease held = await(two.leases().get("projector.1")).orElseThrow();
        assertThat(held.value().text()).isEqualTo("projector-1");
        assertThat(held.revision()).isEqualTo(renewed);
    }

    @Test
    void aReleaseByAnOldRevisionTakesNothingAway() {
        long first = await(one.leases().create("projector.2", MINE)).orElseThrow();
        assertThat(await(one.leases().renew("projector.2", MINE, first))).isPresent();

        assertThat(await(one.leases().release("projector.2", first))).isFalse();

        assertThat(await(two.leases().get("projector.2"))).isPresent();
    }

    @Test
    void aReleasedLeaseIsFreeAtOnce() {
        long mine = await(one.leases().create("projector.3", MINE)).orElseThrow();

        assertThat(await(one.leases().release("projector.3", mine))).isTrue();

        assertThat(await(two.leases().get("projector.3"))).isEmpty();
        assertThat(await(two.leases().create("projector.3", OTHERS))).isPresent();
        assertThat(await(one.leases().create("projector.3", MINE))).isEmpty();
    }

    @Test
    void anExpiryReachesWatchersAndFreesTheLease() throws Exception {
        List<LeaseEvent> seen = new CopyOnWriteArrayList<>();
        try (AutoCloseable watch = two.leases().watch(seen::add)) {
            await().until(() -> seen.contains(new LeaseEvent.Restarted()));
            long mine = await(one.leases().create("projector.4", MINE)).orElseThrow();
            await().until(() -> seen.stream().anyMatch(event -> isHeld(event, "projector.4")));

            await().atMost(Duration.ofSeconds(9)).until(() -> seen.stream().anyMatch(event -> isGone(event, mine)));

            assertThat(await(two.leases().create("projector.4", OTHERS))).isPresent();
            assertThat(await(one.leases().renew("projector.4", MINE, mine))).isEmpty();
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void aWatcherIsToldWhatExistsAlready() throws Exception {
        assertThat(await(one.leases().create("pod.projector-1", MINE))).isPresent();
        List<LeaseEvent> seen = new CopyOnWriteArrayList<>();

        try (AutoCloseable watch = two.leases().watch(seen::add)) {
            await().until(() -> seen.stream().anyMatch(event -> isHeld(event, "pod.projector-1")));
            assertThat(seen.getFirst()).isEqualTo(new LeaseEvent.Restarted());
            assertThat(watch).isNotNull();
        }
        assertThat(await(two.leases().keys())).contains("pod.projector-1");
    }

    private static boolean isHeld(LeaseEvent event, String key) {
        return event instanceof LeaseEvent.Held(Lease lease) && lease.key().equals(key);
    }

    private static boolean isGone(LeaseEvent event, long after) {
        return event instanceof LeaseEvent.Gone(String key, long revision)
                && key.equals("projector.4")
                && revision > after;
    }
}
