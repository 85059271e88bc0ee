package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A sender and a receiver with a wire between them that delays, and now and then repeats, what it carries. */
class BodyFlowPropertyTest {

    private static final int WINDOW = 16 * 1024;

    @Property
    void whatIsReadIsWhatWasSentAndNeverMoreThanAWindowIsUnderWay(
            @ForAll @Size(max = 60) List<@IntRange(max = 9_000) Integer> sizes, @ForAll long seed) {
        var wire = new Wire(new Random(seed));
        byte[] expected = wire.send(sizes);

        byte[] read = wire.runUntilComplete();

        assertThat(read).isEqualTo(expected);
        assertThat(wire.mostUnread).isLessThanOrEqualTo(WINDOW);
    }

    private static final class Wire implements BodySender.Outgoing, BodyReceiver.Incoming {

        private final Random random;
        private final Queue<Frame.Data> data = new ArrayDeque<>();
        private final Queue<long[]> grants = new ArrayDeque<>();
        private final BodySender sender = new BodySender(
                new BodySender.Start(1, 0, WINDOW, 3_000),
                TestFlows.settings(() -> 1, WINDOW, TestFlows.plenty()),
                this);
        private final BodyReceiver receiver =
                new BodyReceiver(TestFlows.settings(() -> 1, WINDOW, TestFlows.plenty()), this);
        private final AssertSubscriber<ByteBuffer> reader =
                Multi.createFrom().publisher(receiver).subscribe().withSubscriber(AssertSubscriber.create(0));
        private long sentBytes;
        private long mostUnread;

        private Wire(Random random) {
            this.random = random;
        }

        private byte[] send(List<Integer> sizes) {
            var expected = new ByteArrayOutputStream();
            List<ByteBuffer> buffers = sizes.stream()
                    .map(size -> {
                        byte[] bytes = new byte[size];
                        random.nextBytes(bytes);
                        expected.writeBytes(bytes);
                        return ByteBuffer.wrap(bytes);
                    })
                    .toList();
            sender.begin(TunnelBody.of(Multi.createFrom().iterable(buffers)));
            return expected.toByteArray();
        }

        private byte[] runUntilComplete() {
            while (!receiver.isComplete() || !data.isEmpty()) {
                switch (random.nextInt(3)) {
                    case 0 -> deliver();
                    case 1 -> reader.request(1);
                    default -> grant();
                }
            }
            reader.request(Long.MAX_VALUE);
            reader.assertCompleted();
            var read = new ByteArrayOutputStream();
            reader.getItems().forEach(buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                read.writeBytes(bytes);
            });
            return read.toByteArray();
        }

        private void deliver() {
            Frame.Data frame = data.poll();
            if (frame == null) {
                return;
            }
            int times = random.nextInt(5) == 0 ? 2 : 1;
            for (int i = 0; i < times; i++) {
                receiver.accept(frame.offset(), frame.body().duplicate(), Flags.has(frame.flags(), Flags.FIN));
            }
        }

        private void grant() {
            long[] told = grants.poll();
            if (told != null) {
                sender.told(told[0], told[1], Flags.NONE, 0);
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean send(byte[] message, int bodyBytes, boolean repeat, boolean last) {
            var piece = (Frame.Data) FrameCodec.decode(message);
            sentBytes += piece.body().remaining();
            long taken =
                    reader.getItems().stream().mapToLong(ByteBuffer::remaining).sum();
            mostUnread = Math.max(mostUnread, sentBytes - taken);
            data.add(piece);
            return true;
        }

        @Override
        public void broken(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void tell(long received, long limit, boolean gap) {
            grants.add(new long[] {received, limit});
        }

        @Override
        public long shortestRoundTrip() {
            return 0;
        }

        @Override
        public void unwanted() {
            throw new AssertionError("nobody cancelled");
        }
    }
}
