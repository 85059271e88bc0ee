package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.engine.Budget;
import dev.hawser.tunnel.frame.Frame;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyReceiverTest {

    /** A letter stands for so many bytes, so that a window of letters is one of the least size. */
    private static final int LETTER = 2_048;

    private static final int WINDOW = 8;
    private static final long ROUND_TRIP = 50_000_000;

    private final List<String> told = new ArrayList<>();
    private final Budget budget = new Budget(1 << 20);
    private long now = 1;
    private boolean unwanted;

    private final BodyReceiver receiver =
            new BodyReceiver(TestFlows.settings(() -> now, WINDOW * LETTER, budget), new BodyReceiver.Incoming() {
                @Override
                public void tell(long received, long limit, boolean gap) {
                    told.add(received / LETTER + "/" + limit / LETTER + (gap ? " gap" : ""));
                }

                @Override
                public long shortestRoundTrip() {
                    return ROUND_TRIP;
                }

                @Override
                public void unwanted() {
                    unwanted = true;
                }
            });

    @Test
    void handsOverWhatWasAskedForAndNoMore() {
        AssertSubscriber<String> reader = read(1);

        assertThat(accept(0, "ab")).isEqualTo(Receipt.ACCEPTED);
        assertThat(accept(2, "cd")).isEqualTo(Receipt.ACCEPTED);
        reader.assertItems("ab");

        reader.request(1);
        reader.assertItems("ab", "cd").assertNotTerminated();
    }

    @Test
    void completesWhenTheEndIsTaken() {
        AssertSubscriber<String> reader = read(10);

        accept(0, "ab");
        assertThat(end(2, "c")).isEqualTo(Receipt.COMPLETED);

        reader.assertItems("ab", "c").assertCompleted();
    }

    @Test
    void keepsAnEndThatComesBeforeTheReader() {
        end(0, "ab");

        read(1).assertItems("ab").assertCompleted();
    }

    @Test
    void aStalledReaderHoldsOneWindowAndNoByteMore() {
        read(0);

        assertThat(accept(0, "abcdefgh")).isEqualTo(Receipt.ACCEPTED);
        assertThat(accept(8, "i")).as("beyond the window").isEqualTo(Receipt.VIOLATION);
        assertThat(told).as("acknowledged, and not extended").containsExactly("8/8");
    }

    @Test
    void extendsTheWindowWhenHalfOfItWasRead() {
        now += 3_600_000_000_000L; // so slow that the window does not grow
        AssertSubscriber<String> reader = read(1);

        accept(0, "abc");
        assertThat(told).as("less than half").isEmpty();
        accept(3, "def");
        told.clear();
        reader.request(1);

        assertThat(told).containsExactly("6/14");
        assertThat(accept(6, "ghijklmn")).as("fits exactly").isEqualTo(Receipt.ACCEPTED);
        assertThat(accept(14, "o")).isEqualTo(Receipt.VIOLATION);
    }

    @Test
    void theWindowGrowsWhileTheReaderUsesItUpWithinAFewRoundTrips() {
        read(Long.MAX_VALUE);

        accept(0, "abcdefgh");

        assertThat(told).endsWith("8/24");
    }

    @Test
    void acknowledgesAfterAMomentWhatNobodyHasRead() {
        accept(0, "ab");
        assertThat(told).isEmpty();

        pass(59);
        assertThat(told).isEmpty();
        pass(1);
        assertThat(told).containsExactly("2/8");
        pass(1_000);
        assertThat(told).hasSize(1);
    }

    @Test
    void reportsAHoleAtOnceAndAgainWhileItLasts() {
        accept(1, "b");
        accept(2, "c");
        assertThat(told).containsExactly("0/8 gap");

        pass(199);
        assertThat(told).hasSize(1);
        pass(1);
        assertThat(told).containsExactly("0/8 gap", "0/8 gap");

        accept(0, "abc");
        told.clear();
        pass(1_000);
        assertThat(told).as("no hole any more").containsExactly("3/8");
    }

    @Test
    void takesFromTheBudgetWhatIsAboveTheFloorAndGivesItBack() {
        var wide = new BodyReceiver(TestFlows.settings(() -> now, 256 * 1024, budget), new Nobody());

        assertThat(wide.limit()).isEqualTo(256 * 1024);
        assertThat(budget.free()).isEqualTo((1 << 20) - 240 * 1024);
        wide.fail(new TunnelException(TunnelErrorCode.CANCELLED, "over"));
        assertThat(budget.free()).isEqualTo(1 << 20);
    }

    @Test
    void grantsTheFloorWhenTheBudgetIsUsedUp() {
        var poor = new BodyReceiver(TestFlows.settings(() -> now, 256 * 1024, new Budget(1_000)), new Nobody());

        assertThat(poor.limit()).isEqualTo(16 * 1024 + 1_000);
    }

    @Test
    void doesNotExtendTheWindowOfACompleteBody() {
        end(0, "abcdefgh");

        read(10).assertItems("abcdefgh").assertCompleted();

        assertThat(told).isEmpty();
    }

    @Test
    void dropsWhatComesTwiceAndTrimsWhatOverlaps() {
        AssertSubscriber<String> reader = read(10);
        accept(0, "abcd");

        assertThat(accept(0, "abcd")).isEqualTo(Receipt.KNOWN);
        assertThat(accept(2, "cdef")).isEqualTo(Receipt.ACCEPTED);

        reader.assertItems("abcd", "ef");
    }

    @Test
    void dropsWhatLiesBeyondAHoleUntilTheHoleIsFilled() {
        AssertSubscriber<String> reader = read(10);

        assertThat(accept(2, "cd")).isEqualTo(Receipt.BEYOND_HOLE);
        accept(0, "ab");
        assertThat(accept(2, "cd")).isEqualTo(Receipt.ACCEPTED);

        reader.assertItems("ab", "cd");
    }

    @Test
    void refusesBytesAfterTheEndAndAnEndBeforeBytes() {
        accept(0, "abcd");
        assertThat(end(0, "ab")).isEqualTo(Receipt.VIOLATION);
        assertThat(end(4, "")).isEqualTo(Receipt.COMPLETED);
        assertThat(end(4, "")).as("again").isEqualTo(Receipt.KNOWN);
        assertThat(accept(4, "e")).isEqualTo(Receipt.VIOLATION);
        assertThat(accept(5, "f")).isEqualTo(Receipt.VIOLATION);
    }

    @Test
    void aFailureOvertakesWhatWasNotRead() {
        AssertSubscriber<String> reader = read(1);
        accept(0, "ab");
        accept(2, "cd");

        receiver.fail(new TunnelException(TunnelErrorCode.PEER_LOST, "gone"));

        reader.assertItems("ab").assertFailedWith(TunnelException.class, "gone");
        assertThat(accept(4, "e")).isEqualTo(Receipt.KNOWN);
    }

    @Test
    void aFailureDoesNotTouchABodyThatIsComplete() {
        end(0, "ab");

        receiver.fail(new TunnelException(TunnelErrorCode.PEER_LOST, "gone"));

        read(1).assertItems("ab").assertCompleted();
    }

    @Test
    void cancellingGivesTheStreamUp() {
        AssertSubscriber<String> reader = read(1);

        reader.cancel();

        assertThat(unwanted).isTrue();
        assertThat(accept(0, "ab")).as("what is under way is taken and dropped").isEqualTo(Receipt.ACCEPTED);
        reader.assertHasNotReceivedAnyItem();
    }

    @Test
    void cancellingACompleteBodyTellsNobody() {
        end(0, "ab");

        read(0).cancel();

        assertThat(unwanted).isFalse();
    }

    @Test
    void aBodyIsReadOnce() {
        read(1);

        read(1).assertFailedWith(IllegalStateException.class, "once");
    }

    @Test
    void trailersAreThereWhenTheBodyIsComplete() {
        assertThat(receiver.trailers().isEmpty()).isTrue();

        receiver.accept(new Frame.Trailers(1, 0, TunnelHeaders.of("T", "v")));

        read(0).assertCompleted();
        assertThat(receiver.trailers().first("t")).hasValue("v");
    }

    @Test
    void putsSmallPiecesTogetherWhileTheReaderIsBehind() {
        AssertSubscriber<String> reader = read(0);
        for (int i = 0; i < WINDOW; i++) {
            receiver.accept(i, ByteBuffer.wrap(new byte[] {(byte) ('a' + i)}), false);
        }

        reader.request(2);

        reader.assertItems("", ""); // one byte, then seven: less than a letter each
        assertThat(receiver.received()).isEqualTo(WINDOW);
    }

    private void pass(long millis) {
        now += millis * 1_000_000;
        receiver.tick(now);
    }

    private AssertSubscriber<String> read(long demand) {
        return Multi.createFrom()
                .publisher(receiver)
                .map(BodyReceiverTest::letters)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(demand));
    }

    private Receipt accept(long offset, String text) {
        return receiver.accept(offset * LETTER, bytes(text), false);
    }

    private Receipt end(long offset, String text) {
        return receiver.accept(offset * LETTER, bytes(text), true);
    }

    private static ByteBuffer bytes(String text) {
        byte[] bytes = new byte[text.length() * LETTER];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i / LETTER);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static String letters(ByteBuffer buffer) {
        var letters = new StringBuilder();
        for (int i = buffer.position(); i + LETTER <= buffer.limit(); i += LETTER) {
            letters.append((char) buffer.get(i));
        }
        return letters.toString();
    }

    private static final class Nobody implements BodyReceiver.Incoming {

        @Override
        public void tell(long received, long limit, boolean gap) {
            // nobody listens
        }

        @Override
        public long shortestRoundTrip() {
            return 0;
        }

        @Override
        public void unwanted() {
            // nobody listens
        }
    }
}
