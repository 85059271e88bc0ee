package dev.hawser.tunnel.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShortLivesTest {

    private final AtomicLong now = new AtomicLong();
    private final ShortLives lives = new ShortLives(now::get);

    @Test
    void whoeverIsTakenAwayAgainAndAgainWaitsLonger() {
        assertThat(live(1, 1, 1, 1, 1, 1, 1)).containsExactly(0, 0, 1, 2, 3, 3, 3);
    }

    @Test
    void aConnectionThatLastedIsAFreshStart() {
        assertThat(live(1, 1, 1, 60, 1, 1, 1)).containsExactly(0, 0, 1, 0, 0, 0, 1);
    }

    @Test
    void attemptsThatFailAreNoLives() {
        live(1, 1);
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThat(lives.end()).isZero();
        }
        assertThat(live(1)).containsExactly(1);
    }

    private List<Integer> live(long... seconds) {
        var attempts = new ArrayList<Integer>();
        for (long each : seconds) {
            lives.begin();
            now.addAndGet(Duration.ofSeconds(each).toNanos());
            attempts.add(lives.end());
        }
        return attempts;
    }
}
