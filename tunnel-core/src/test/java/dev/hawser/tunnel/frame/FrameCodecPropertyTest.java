package dev.hawser.tunnel.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameCodecPropertyTest {

    @Property
    void everyFrameSurvivesTheWire(@ForAll("frames") Frame frame) {
        assertThat(FrameDecoder.decode(FrameCodec.encode(frame))).isEqualTo(frame);
    }

    @Property
    void arbitraryBytesAreAFrameOrRefused(@ForAll @Size(max = 200) byte[] message) {
        decodeOrRefuse(message);
    }

    @Property
    void aFrameWithOneChangedByteIsAFrameOrRefused(
            @ForAll("frames") Frame frame, @ForAll @IntRange(max = 1 << 20) int position, @ForAll byte value) {
        byte[] message = FrameCodec.encode(frame);
        message[position % message.length] = value;

        decodeOrRefuse(message);
    }

    @Property
    void aFrameThatWasCutIsAFrameOrRefused(@ForAll("frames") Frame frame, @ForAll @IntRange(max = 1 << 20) int length) {
        byte[] message = FrameCodec.encode(frame);
        byte[] cut = java.util.Arrays.copyOf(message, length % message.length);

        decodeOrRefuse(cut);
    }

    private static void decodeOrRefuse(byte[] message) {
        try {
            Frame frame = FrameDecoder.decode(message);
            assertThat(FrameDecoder.decode(FrameCodec.encode(frame))).isEqualTo(frame);
        } catch (TunnelException e) {
            assertThat(e.code()).isEqualTo(TunnelErrorCode.PROTOCOL_ERROR);
        }
    }

    @Provide
    Arbitrary<Frame> frames() {
        return Arbitraries.oneOf(opens(), heads(), bodies(), controls(), pairs());
    }

    private static Arbitrary<Frame> opens() {
        return Combinators.combine(
                        streamIds(), flags(Flags.FIN, Flags.UPGRADE, Flags.REPEAT), requestHeads(), buffers())
                .as((id, flags, head, body) -> new Frame.Open(id, 1 + id / 2, flags, head, body));
    }

    private static Arbitrary<Frame> heads() {
        Arbitrary<Integer> statuses = Arbitraries.integers().between(200, 999);
        return Combinators.combine(streamIds(), flags(Flags.FIN), statuses, headers(), buffers())
                .as((id, flags, status, headers, body) ->
                        new Frame.Head(id, flags, new ResponseHead(status, headers), body));
    }

    private static Arbitrary<Frame> bodies() {
        Arbitrary<Frame> data = Combinators.combine(streamIds(), offsets(), flags(Flags.FIN), buffers())
                .as(Frame.Data::new);
        Arbitrary<Frame> trailers =
                Combinators.combine(streamIds(), offsets(), headers()).as(Frame.Trailers::new);
        return Arbitraries.oneOf(data, trailers);
    }

    private static Arbitrary<Frame> controls() {
        Arbitrary<Frame> windows = Combinators.combine(
                        streamIds(), offsets(), offsets(), flags(Flags.HEAD_SEEN, Flags.FIN_SEEN, Flags.GAP))
                .as((id, received, more, flags) -> new Frame.Window(id, received, received + more, flags));
        Arbitrary<Frame> resets = Combinators.combine(
                        streamIds(),
                        Arbitraries.of(TunnelErrorCode.values()),
                        Arbitraries.longs().between(0, 0xffff_ffffL),
                        Arbitraries.strings().all().ofMaxLength(100).filter(FrameCodecPropertyTest::isUnicode))
                .as(Frame.Reset::new);
        return Arbitraries.oneOf(windows, resets);
    }

    private static Arbitrary<Frame> pairs() {
        Arbitrary<List<StreamState>> states = Combinators.combine(
                        streamIds(), offsets(), offsets(), flags(Flags.HEAD_SEEN, Flags.FIN_SEEN))
                .as((id, received, more, flags) -> new StreamState(id, received, received + more, flags))
                .list()
                .ofMaxSize(5);
        Arbitrary<Frame> pings = Combinators.combine(offsets(), states).as(Frame.Ping::new);
        Arbitrary<Frame> pongs = Combinators.combine(offsets(), states).as(Frame.Pong::new);
        return Arbitraries.oneOf(pings, pongs, Arbitraries.just(new Frame.GoAway()));
    }

    private static Arbitrary<RequestHead> requestHeads() {
        return Combinators.combine(
                        Arbitraries.of("GET", "POST", "M-SEARCH"),
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .withChars("/?=&%")
                                .ofMaxLength(40),
                        headers(),
                        Arbitraries.longs().between(1, 1L << 40).optional(),
                        Arbitraries.of(true, false),
                        Arbitraries.longs().between(1, 1L << 40))
                .as((method, path, headers, deadline, repeatable, window) ->
                        new RequestHead(method, "/" + path, headers, deadlineOf(deadline), repeatable, window));
    }

    private static Optional<Duration> deadlineOf(Optional<Long> millis) {
        return millis.map(Duration::ofMillis);
    }

    private static Arbitrary<TunnelHeaders> headers() {
        Arbitrary<String> names = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("-_")
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .ofMaxLength(40);
        return Combinators.combine(names, values)
                .as(TunnelHeaders.Entry::new)
                .list()
                .ofMaxSize(8)
                .map(TunnelHeaders::new);
    }

    private static Arbitrary<ByteBuffer> buffers() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(ByteBuffer::wrap);
    }

    private static Arbitrary<Long> streamIds() {
        return Arbitraries.longs().between(1, Long.MAX_VALUE);
    }

    private static Arbitrary<Long> offsets() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE / 2 - 1_000);
    }

    private static Arbitrary<Integer> flags(Integer... bits) {
        return Arbitraries.of(bits).set().map(set -> set.stream().reduce(0, (a, b) -> a | b));
    }

    private static boolean isUnicode(String text) {
        return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
