package dev.hawser.tunnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.engine.Liveness.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Liveness liveness = new Liveness(TunnelTiming.defaults().liveness(), 60 * SECOND, 0);

    @Test
    void asksAfterSilenceAndSuspendsAfterThreeMisses() {
        assertThat(liveness.check(4 * SECOND)).isEqualTo(Action.NOTHING);
        assertThat(liveness.check(5 * SECOND)).isEqualTo(Action.PING);
        assertThat(liveness.check(10 * SECOND)).isEqualTo(Action.PING);
        assertThat(liveness.check(15 * SECOND)).isEqualTo(Action.PING);
        assertThat(liveness.check(20 * SECOND)).isEqualTo(Action.SUSPEND);
        assertThat(liveness.isSuspended()).isTrue();
    }

    @Test
    void aSuspendedPeerIsSearchedEverMoreSeldomAndLostAfterAMinute() {
        liveness.unreachable(0);

        assertThat(liveness.check(SECOND - 1)).isEqualTo(Action.NOTHING);
        assertThat(liveness.check(SECOND)).isEqualTo(Action.SEARCH);
        assertThat(liveness.check(2 * SECOND)).isEqualTo(Action.NOTHING);
        assertThat(liveness.check(3 * SECOND)).isEqualTo(Action.SEARCH);
        assertThat(liveness.check(7 * SECOND)).isEqualTo(Action.SEARCH);
        assertThat(liveness.check(12 * SECOND)).isEqualTo(Action.SEARCH);
        assertThat(liveness.isDue(60 * SECOND)).isTrue();
        assertThat(liveness.check(60 * SECOND)).isEqualTo(Action.LOST);
    }

    @Test
    void isThereAgainWhenItIsHeard() {
        liveness.unreachable(0);

        assertThat(liveness.heard(30 * SECOND)).as("it was suspended").isTrue();
        assertThat(liveness.heard(31 * SECOND)).isFalse();
        assertThat(liveness.check(60 * SECOND)).isEqualTo(Action.PING);
    }

    @Test
    void comparesStreamsNowAndThenAlsoWithAPeerThatTalks() {
        for (int second = 1; second < 15; second++) {
            liveness.heard(second * SECOND);
            assertThat(liveness.check(second * SECOND)).isEqualTo(Action.NOTHING);
        }
        liveness.heard(15 * SECOND);

        assertThat(liveness.check(15 * SECOND)).isEqualTo(Action.PING);
    }

    @Test
    void anotherOneInItsPlaceLosesItOnlyIfItCannotBeReached() {
        assertThat(liveness.succeeded()).as("both are there").isFalse();
        liveness.unreachable(0);
        assertThat(liveness.succeeded()).isTrue();
    }

    @Test
    void anotherOneThatAnswersFirstAfterACutLosesItOnlyIfItStaysSilent() {
        liveness.disconnected(0);
        assertThat(liveness.succeeded()).isFalse();

        assertThat(liveness.check(SECOND)).isEqualTo(Action.LOST);
    }

    @Test
    void anotherOneThatAnswersFirstIsForgottenWhenItIsHeard() {
        liveness.disconnected(0);
        liveness.succeeded();
        liveness.heard(1);

        assertThat(liveness.check(5 * SECOND + 1)).isEqualTo(Action.PING);
    }

    @Test
    void asksAtOnceWhenTheConnectionIsBack() {
        liveness.disconnected(0);

        liveness.askSoon(10);

        assertThat(liveness.check(10)).isEqualTo(Action.SEARCH);
    }
}
