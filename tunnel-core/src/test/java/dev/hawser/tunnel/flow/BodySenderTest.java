package dev.hawser.tunnel.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.engine.Budget;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodySenderTest {

    private final Recorder recorder = new Recorder();
    private long now = 1;
    private Budget budget = TestFlows.plenty();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Test
    void putsTheEndOnTheLastBufferWhenThePublisherHasTold() {
        sender(0, 1_000).begin(TunnelBody.of(buffers("ab", "cd")));

        assertThat(recorder.texts()).containsExactly("0:ab", "2:cd");
        assertThat(recorder.last().flags()).isEqualTo(Flags.FIN);
        assertThat(recorder.sent).isTrue();
    }

    @Test
    void putsTheEndOnTheLastBytesOfABodyAtHand() {
        sender(2, 1_000).begin(TunnelBody.of("abcdef".getBytes(UTF_8)));

        assertThat(recorder.texts()).containsExactly("2:cdef");
        assertThat(recorder.last().flags()).isEqualTo(Flags.FIN);
    }

    @Test
    void cutsALargeBufferIntoFrames() {
        sender(0, 1_000, 3).begin(TunnelBody.of("abcdefgh".getBytes(UTF_8)));

        assertThat(recorder.texts()).containsExactly("0:abc", "3:def", "6:gh");
    }

    @Test
    void stopsAtTheLimitAndGoesOnWhenItRises() {
        BodySender sender = sender(0, 3);
        sender.begin(TunnelBody.of(buffers("ab", "cd", "ef")));

        assertThat(recorder.texts()).containsExactly("0:ab", "2:c");
        assertThat(requested).as("buffers asked of the publisher").hasValue(2);

        sender.told(0, 2, Flags.NONE, 0); // an older WINDOW
        assertThat(recorder.texts()).hasSize(2);

        sender.told(3, 6, Flags.NONE, 0);
        assertThat(recorder.texts()).containsExactly("0:ab", "2:c", "3:d", "4:ef");
        assertThat(recorder.sent).isTrue();
    }

    @Test
    void theEndNeedsNoRoomInTheWindow() {
        sender(0, 2).begin(TunnelBody.of(buffers("ab")));

        assertThat(recorder.sent).isTrue();
    }

    @Test
    void skipsEmptyBuffers() {
        sender(0, 10).begin(TunnelBody.of(buffers("", "a", "")));

        assertThat(recorder.texts()).containsExactly("0:a", "1:");
    }

    @Test
    void sendsTrailersAsTheEnd() {
        var trailers = TunnelHeaders.of("Checksum", "1");
        sender(0, 10).begin(TunnelBody.of(buffers("a"), () -> trailers));

        assertThat(recorder.frames).last().isEqualTo(new Frame.Trailers(5, 1, trailers));
    }

    @Test
    void cancelsThePublisherWhenTheStreamIsCancelled() {
        BodySender sender = sender(0, 1);
        sender.begin(TunnelBody.of(buffers("ab", "cd")));

        sender.cancel();
        sender.told(1, 100, Flags.NONE, 0);

        assertThat(cancelled).isTrue();
        assertThat(recorder.texts()).containsExactly("0:a");
        assertThat(recorder.sent).isFalse();
    }

    @Test
    void neverSubscribesToABodyOfACancelledStream() {
        BodySender sender = sender(0, 100);

        sender.cancel();
        sender.begin(TunnelBody.of(buffers("ab")));

        assertThat(requested).hasValue(0);
    }

    @Test
    void reportsAPublisherThatFails() {
        var failure = new IllegalStateException("disk");
        sender(0, 100)
                .begin(TunnelBody.of(Multi.createBy()
                        .concatenating()
                        .streams(buffers("ab"), Multi.createFrom().failure(failure))));

        assertThat(recorder.broken).isSameAs(failure);
        assertThat(recorder.texts()).containsExactly("0:ab");
        assertThat(recorder.sent).isFalse();
    }

    @Test
    void reportsTrailersThatFail() {
        var failure = new IllegalStateException("checksum");
        sender(0, 100).begin(TunnelBody.of(buffers("ab"), () -> {
            throw failure;
        }));

        assertThat(recorder.broken).isSameAs(failure);
    }

    @Test
    void sendsAgainWhatIsNotAcknowledgedAfterATimeThatDoubles() {
        BodySender sender = sender(0, 100);
        sender.begin(TunnelBody.of(buffers("ab", "cd")));

        pass(sender, 999);
        assertThat(recorder.texts()).hasSize(2);
        pass(sender, 1);
        assertThat(recorder.texts()).as("one frame, as a question").containsExactly("0:ab", "2:cd", "0:ab");
        pass(sender, 1_999);
        assertThat(recorder.texts()).hasSize(3);
        pass(sender, 1);
        assertThat(recorder.texts()).hasSize(4);

        sender.told(2, 100, Flags.NONE, 0);
        assertThat(recorder.texts()).as("the rest").hasSize(5).endsWith("2:cd");
        sender.told(4, 100, Flags.FIN_SEEN, 0);
        assertThat(sender.isAcknowledged()).isTrue();
        pass(sender, 100_000);
        assertThat(recorder.texts()).hasSize(5);
    }

    @Test
    void doesNotSendEverythingAgainWhenOnlyTheAcknowledgementWasLate() {
        BodySender sender = sender(0, 100);
        sender.begin(TunnelBody.of(buffers("ab", "cd", "ef")));
        pass(sender, 1_000);

        sender.told(4, 100, Flags.NONE, 0);

        assertThat(recorder.texts()).containsExactly("0:ab", "2:cd", "4:ef", "0:ab");
    }

    @Test
    void anEndThatIsThereAndHasNothingOfItDoesNotWaitForTheLongPauses() {
        BodySender sender = sender(0, 100);
        sender.begin(TunnelBody.of(buffers("ab")));
        pass(sender, 1_000);
        pass(sender, 2_000);
        assertThat(recorder.texts()).as("the next pause is 4 s").hasSize(3);

        pass(sender, 1_100);
        sender.told(0, 100, Flags.NONE, 0);
        pass(sender, 0);

        assertThat(recorder.texts()).hasSize(4).endsWith("0:ab");
    }

    @Test
    void goesBackToAHoleOnceInAWhile() {
        BodySender sender = sender(0, 100);
        sender.begin(TunnelBody.of(buffers("ab", "cd", "ef")));

        sender.told(2, 100, Flags.GAP, 0);
        sender.told(2, 100, Flags.GAP, 0);

        assertThat(recorder.texts()).containsExactly("0:ab", "2:cd", "4:ef", "2:cd", "4:ef");
    }

    @Test
    void asksWhenTheWindowIsClosed() {
        BodySender sender = sender(0, 2);
        sender.begin(TunnelBody.of(buffers("abcd")));
        sender.told(2, 2, Flags.NONE, 0);

        pass(sender, 1_000);

        assertThat(recorder.texts()).containsExactly("0:ab", "2:");
        sender.told(2, 4, Flags.NONE, 0);
        assertThat(recorder.texts()).endsWith("2:cd");
    }

    @Test
    void sendsNothingWhileThePeerIsSuspendedAndGoesOnFromWhatItHas() {
        BodySender sender = sender(0, 100);
        recorder.open = false;
        sender.begin(TunnelBody.of(buffers("ab", "cd")));
        assertThat(recorder.frames).isEmpty();

        recorder.open = true;
        sender.resume();
        sender.told(0, 100, Flags.NONE, 0);

        assertThat(recorder.texts()).containsExactly("0:ab", "2:cd");
    }

    @Test
    void holdsNoMoreThanTheBudgetAndTheFloorAllow() {
        budget = new Budget(4_096);
        byte[] large = new byte[64 * 1024];
        BodySender sender = sender(0, 1 << 20);
        sender.begin(TunnelBody.of(large));

        assertThat(sender.keptBytes()).isEqualTo(16 * 1024 + 4_096);
        sender.told(sender.keptBytes(), 1 << 20, Flags.NONE, 0);
        assertThat(sender.keptBytes()).isEqualTo(16 * 1024 + 4_096);
        sender.cancel();
        assertThat(budget.free()).isEqualTo(4_096);
    }

    @Test
    void refusesAPeerThatHasWhatWasNeverSent() {
        BodySender sender = sender(0, 100);
        sender.begin(TunnelBody.of(buffers("ab")));

        assertThat(sender.told(3, 100, Flags.NONE, 0)).isFalse();
    }

    private void pass(BodySender sender, long millis) {
        now += millis * 1_000_000;
        sender.tick(now);
    }

    private BodySender sender(long offset, long limit) {
        return sender(offset, limit, 64 * 1024);
    }

    private BodySender sender(long offset, long limit, int maxDataBytes) {
        return new BodySender(
                new BodySender.Start(5, offset, limit, maxDataBytes),
                TestFlows.settings(() -> now, 64 * 1024, budget),
                recorder);
    }

    private Multi<ByteBuffer> buffers(String... texts) {
        return Multi.createFrom()
                .items(texts)
                .map(text -> ByteBuffer.wrap(text.getBytes(UTF_8)))
                .onRequest()
                .invoke(requested::addAndGet)
                .onCancellation()
                .invoke(() -> cancelled.set(true));
    }

    private static final class Recorder implements BodySender.Outgoing {

        private final List<Frame> frames = new ArrayList<>();
        private boolean open = true;
        private boolean sent;
        private @Nullable Throwable broken;

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public boolean send(byte[] message, int bodyBytes, boolean repeat, boolean last) {
            frames.add(FrameCodec.decode(message));
            sent |= last;
            return true;
        }

        @Override
        public void broken(Throwable failure) {
            broken = failure;
        }

        private List<String> texts() {
            return frames.stream()
                    .map(Frame.Data.class::cast)
                    .map(data -> data.offset() + ":" + UTF_8.decode(data.body().duplicate()))
                    .toList();
        }

        private Frame.Data last() {
            return (Frame.Data) frames.getLast();
        }
    }
}
