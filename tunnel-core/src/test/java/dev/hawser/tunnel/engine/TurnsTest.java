package dev.hawser.tunnel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final AtomicLong pending = new AtomicLong();
    private final Turns turns = new Turns(pending::get);
    private final List<String> woken = new CopyOnWriteArrayList<>();
    private final Turns.Turn first = new Turns.Turn(() -> woken.add("first"));
    private final Turns.Turn second = new Turns.Turn(() -> woken.add("second"));

    @Test
    void nobodyWaitsWhileLittleWaitsForTheSocket() {
        assertThat(turns.take(first)).isTrue();
        assertThat(turns.take(first)).isTrue();
        assertThat(turns.take(second)).isTrue();
        assertThat(woken).isEmpty();
    }

    @Test
    void whoWaitsIsWokenInTurnForOneFrameEach() {
        pending.set(Turns.MOST_PENDING_BYTES);
        assertThat(turns.take(first)).isFalse();
        assertThat(turns.take(second)).isFalse();
        assertThat(turns.take(first)).as("waits once").isFalse();

        pending.set(0);

        await().until(() -> woken.size() == 2);
        assertThat(woken).containsExactly("first", "second");
        pending.set(Turns.MOST_PENDING_BYTES);
        assertThat(turns.take(first)).as("its turn").isTrue();
        assertThat(turns.take(first)).as("one frame").isFalse();
        pending.set(0);
        await().until(() -> woken.size() == 3);
    }

    @Test
    void turnsThatWereGivenCountUntilTheyAreUsedOrGivenBack() {
        pending.set(Turns.MOST_PENDING_BYTES);
        assertThat(turns.take(first)).isFalse();
        pending.set(Turns.MOST_PENDING_BYTES - 1);
        await().until(() -> woken.size() == 1);

        assertThat(turns.take(second)).as("the first one has not sent yet").isFalse();
        turns.giveBack(first);

        await().until(() -> woken.contains("second"));
    }
}
