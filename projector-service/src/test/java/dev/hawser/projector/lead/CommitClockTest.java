package dev.hawser.projector.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitClockTest {

    private static final long MS = 1_000_000;
    private static final int RECORDS = 500;

    private final CommitClock clock = new CommitClock(Duration.ofMillis(250), Duration.ofMillis(20), RECORDS, 0);

    @Test
    void nothingIsDueWithoutARecord() {
        assertThat(clock.due(1_000 * MS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLoneRecordWaitsForAMomentOnly() {
        clock.folded(1_000 * MS);

        assertThat(clock.due(1_000 * MS)).isEqualTo(20 * MS);
        assertThat(clock.due(1_020 * MS)).isZero();
    }

    @Test
    void underLoadThereIsOneCommitPerInterval() {
        clock.folded(1_000 * MS);
        assertThat(clock.begin(1_020 * MS)).isEqualTo(1);

        clock.folded(1_021 * MS);

        assertThat(clock.due(1_021 * MS)).isEqualTo(249 * MS);
    }

    @Test
    void manyRecordsDoNotWait() {
        clock.folded(0);
        clock.begin(0);
        for (int i = 0; i < RECORDS; i++) {
            clock.folded(MS);
        }

        assertThat(clock.due(MS)).isZero();
    }

    @Test
    void anEndDoesNotWait() {
        clock.folded(0);
        clock.begin(0);
        clock.folded(MS);

        clock.hurry();

        assertThat(clock.due(MS)).isZero();
        clock.begin(MS);
        assertThat(clock.due(MS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatAFailedCommitTookWaitsAgain() {
        clock.folded(0);
        int taken = clock.begin(0);

        clock.failed(taken, MS);

        assertThat(clock.waiting()).isEqualTo(1);
        assertThat(clock.due(251 * MS)).isLessThanOrEqualTo(0);
    }
}
