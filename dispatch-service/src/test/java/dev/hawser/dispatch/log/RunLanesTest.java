package dev.hawser.dispatch.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLanesTest {

    private final RunLanes lanes = new RunLanes(new Config(3, 2));
    private final List<UniEmitter<? super String>> begun = new ArrayList<>();

    @Test
    void workOfOneRunBeginsWhenTheWorkBeforeItIsOver() {
        var first = enter("run_a");
        var second = enter("run_a");

        assertThat(begun).hasSize(1);
        begun.getFirst().complete("one");

        first.assertCompleted().assertItem("one");
        assertThat(begun).hasSize(2);
        begun.getLast().complete("two");
        second.assertCompleted().assertItem("two");
    }

    @Test
    void workOfOtherRunsDoesNotWait() {
        enter("run_a");
        enter("run_b");

        assertThat(begun).hasSize(2);
    }

    @Test
    void workThatFailsLetsTheNextBegin() {
        var first = enter("run_a");
        enter("run_a");

        begun.getFirst().fail(new IllegalStateException("no"));

        first.assertFailedWith(IllegalStateException.class, "no");
        assertThat(begun).hasSize(2);
    }

    @Test
    void workThatThrowsLetsTheNextBegin() {
        var first = lanes.<String>inTurn("run_a", () -> {
                    throw new IllegalStateException("at once");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        enter("run_a");

        first.assertFailedWith(IllegalStateException.class, "at once");
        assertThat(begun).hasSize(1);
    }

    @Test
    void aFullLaneRefusesWork() {
        enter("run_a");
        enter("run_a");
        enter("run_a");

        enter("run_a").assertFailedWith(RunLanes.LaneFullException.class);
        assertThat(begun).hasSize(1);
    }

    private UniAssertSubscriber<String> enter(String run) {
        return lanes.inTurn(run, () -> Uni.createFrom().<String>emitter(begun::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private record Config(int cachedEnds, int waitingPerRun) implements LogConfig {

        @Override
        public Duration refreshEvery() {
            return Duration.ofSeconds(5);
        }

        @Override
        public double chunksUpTo() {
            return 0.9;
        }
    }
}
