package dev.hawser.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LaneWindowTest {

    enum Event {
        STORED,
        ACKED,
        DURABLE,
        REWIND,
        GAP
    }

    record Step(Event event, long seq) {}

    @Property
    void theNumbersStayInOrderWhateverTheServicesSay(@ForAll("steps") List<Step> steps) {
        LaneWindow window = window(AttemptState.RUNNING, 1, 0);

        for (Step step : steps) {
            LaneProgress before = window.progress();
            take(window, step);

            LaneProgress now = window.progress();
            assertThat(now.durable()).isBetween(before.durable(), now.acked());
            assertThat(now.acked()).isLessThanOrEqualTo(now.stored());
            assertThat(window.sendSeq()).isBetween(now.durable() + 1, now.stored() + 1);
            assertThat(now.stored()).isGreaterThanOrEqualTo(before.stored());
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Event.class), Arbitraries.longs().between(0, 20))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private static void take(LaneWindow window, Step step) {
        switch (step.event()) {
            case STORED -> window.stored((int) (step.seq() % 3), false);
            case ACKED -> window.acked(step.seq());
            case DURABLE -> window.durable(step.seq());
            case REWIND -> window.rewind(step.seq());
            case GAP -> window.gap(window.sendSeq(), step.seq());
        }
    }

    @Test
    void afterARestartEverythingThatIsStoredIsSentAgain() {
        LaneWindow window = window(AttemptState.ENDED, 5, 9);

        assertThat(window.sendSeq()).isEqualTo(5);
        assertThat(window.progress()).isEqualTo(new LaneProgress(9, 4, 4, true));
        assertThat(window.progress().delivered()).isFalse();

        window.acked(9);

        assertThat(window.hasUnsent()).isFalse();
        assertThat(window.progress().delivered()).isTrue();
    }

    @Test
    void aLogThatLostRecordsGetsThemAgain() {
        LaneWindow window = window(AttemptState.RUNNING, 1, 8);
        window.acked(8);
        window.durable(3);

        assertThat(window.rewind(6)).isTrue();
        assertThat(window.sendSeq()).isEqualTo(6);
        assertThat(window.rewind(3)).as("what is durable is not here any more").isFalse();
        assertThat(window.rewind(9)).as("nothing was lost").isFalse();
        assertThat(window.sendSeq()).isEqualTo(6);
    }

    @Test
    void aGapIsFilledIfTheRecordIsStillHere() {
        LaneWindow window = window(AttemptState.RUNNING, 1, 8);
        window.acked(5);
        window.durable(2);

        assertThat(window.gap(6, 4)).isTrue();
        assertThat(window.sendSeq()).isEqualTo(4);
        assertThat(window.gap(4, 2)).isFalse();
        assertThat(window.gap(4, 10)).isFalse();
        assertThat(window.gap(4, 4)).isFalse();
        assertThat(window.sendSeq()).isEqualTo(4);
    }

    private static LaneWindow window(AttemptState state, long first, long last) {
        return new LaneWindow(new StoredAttempt("run_1", 1, state, first, last, first - 1, 0));
    }
}
