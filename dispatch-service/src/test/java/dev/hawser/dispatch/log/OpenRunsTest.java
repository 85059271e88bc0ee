package dev.hawser.dispatch.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.dispatch.run.RunKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenRunsTest {

    private static final int LIMIT = 3;

    private final OpenRuns runs = new OpenRuns(new Config(LIMIT, 1), new SimpleMeterRegistry());

    @Test
    void atItsLimitTheOneUsedLongestAgoIsForgotten() {
        runs.put(open("a"));
        runs.put(open("b"));
        runs.put(open("c"));
        assertThat(runs.find("a")).isPresent();

        runs.put(open("d"));

        assertThat(runs.ids()).containsExactlyInAnyOrder("a", "c", "d");
    }

    @Test
    void aDurableMarkNeverGoesBack() {
        runs.put(open("a"));

        runs.durable("a", 5);
        runs.durable("a", 3);

        assertThat(runs.find("a").orElseThrow().durable()).isEqualTo(5);
    }

    @Test
    void whatWasForgottenIsNotKnownAgainByALateChange() {
        runs.put(open("a"));
        runs.forget("a");

        runs.change("a", known -> known.endingAt(LogEnd.EMPTY));

        assertThat(runs.find("a")).isEmpty();
    }

    private static OpenRun open(String run) {
        return new OpenRun(new RunKey(run, "thr", 0, "tnt", "usr"), 1, Optional.of("lnk"), LogEnd.EMPTY, 0);
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
