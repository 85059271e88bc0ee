package dev.hawser.tunnel.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void doublesUpToTheLongestWait() {
        assertThat(BackOff.AGENT.bound(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(BackOff.AGENT.bound(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(BackOff.AGENT.bound(6)).isEqualTo(Duration.ofSeconds(30));
        assertThat(BackOff.SERVICE.bound(5)).isEqualTo(Duration.ofSeconds(2));
    }

    @Property
    void everyWaitIsPositiveAndWithinItsBound(@ForAll @LongRange(min = -1) long attempt) {
        Duration delay = BackOff.SERVICE.delay(attempt);

        assertThat(delay).isPositive().isLessThanOrEqualTo(BackOff.SERVICE.bound(attempt));
    }

    @Test
    void refusesBoundsThatMakeNoSense() {
        assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
