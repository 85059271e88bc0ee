package dev.hawser.tunnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    private final RoundTrip roundTrip = new RoundTrip();

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(roundTrip.nanos()).isZero();
        assertThat(roundTrip.shortestNanos()).isZero();
    }

    @Test
    void aLineBeforeTheAnswerDoesNotMakeTheWayLonger() {
        roundTrip.measured(millis(1), 0);
        for (int i = 1; i <= 20; i++) {
            roundTrip.measured(millis(50), millis(5_000) * i);
        }

        assertThat(roundTrip.nanos()).isGreaterThan(millis(40));
        assertThat(roundTrip.shortestNanos()).isEqualTo(millis(1));
    }

    @Test
    void aWayThatHasBecomeLongerIsKnownAfterTenMinutes() {
        roundTrip.measured(millis(1), 0);
        for (int minute = 1; minute <= 10; minute++) {
            roundTrip.measured(millis(80), millis(60_000) * minute);
        }

        assertThat(roundTrip.shortestNanos()).isEqualTo(millis(80));
    }

    @Test
    void afterAnInterruptionTheWayIsMeasuredAnew() {
        assertThat(roundTrip.isWanted(0)).isTrue();
        roundTrip.measured(millis(1), 0);

        roundTrip.forgetShortest();

        assertThat(roundTrip.shortestNanos()).isZero();
        assertThat(roundTrip.isWanted(1)).isTrue();
        roundTrip.measured(millis(80), 2);
        assertThat(roundTrip.shortestNanos()).isEqualTo(millis(80));
    }

    @Test
    void itIsMeasuredEveryFiveSecondsAtMost() {
        assertThat(roundTrip.isWanted(0)).isTrue();
        assertThat(roundTrip.isWanted(millis(4_999))).isFalse();
        assertThat(roundTrip.isWanted(millis(5_000))).isTrue();
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
