package dev.hawser.tunnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    @Test
    void knowsWhenTheStreamIsOverdueOrIdle() {
        var deadlines = new Deadlines(100, Optional.of(Duration.ofNanos(50)), Optional.of(Duration.ofNanos(10)));

        assertThat(deadlines.isIdle(109)).isFalse();
        assertThat(deadlines.isIdle(110)).isTrue();
        deadlines.active(110);
        assertThat(deadlines.isIdle(119)).isFalse();
        assertThat(deadlines.isOverdue(149)).isFalse();
        assertThat(deadlines.isOverdue(150)).isTrue();
    }

    @Test
    void withoutTimesNothingIsEverOver() {
        var deadlines = new Deadlines(0, Optional.empty(), Optional.empty());

        assertThat(deadlines.isIdle(Long.MAX_VALUE - 1)).isFalse();
        assertThat(deadlines.isOverdue(Long.MAX_VALUE - 1)).isFalse();
    }
}
