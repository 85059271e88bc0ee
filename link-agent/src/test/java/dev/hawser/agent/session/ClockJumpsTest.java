package dev.hawser.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockJumpsTest {

    private Instant wall = Instant.parse("2026-05-01T10:00:00Z");
    private long nanos = 1;
    private final ClockJumps jumps = new ClockJumps(() -> wall, () -> nanos);

    @Test
    void timeThatPassesIsNoJump() {
        pass(Duration.ofHours(3));
        assertThat(jumps.happened()).isFalse();

        wall = wall.plusSeconds(2); // a clock that is slewed
        assertThat(jumps.happened()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, -6, 6, 3600})
    void aClockThatIsSetAndASleepAreJumpsAndEachIsToldOnce(long seconds) {
        pass(Duration.ofSeconds(5));
        wall = wall.plusSeconds(seconds);

        assertThat(jumps.happened()).isTrue();
        pass(Duration.ofSeconds(5));
        assertThat(jumps.happened()).isFalse();
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }
}
