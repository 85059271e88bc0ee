package dev.hawser.tunnel.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final String STREAM_7 = "0000000000000007";
    private static final String ZERO = "0000000000000000";

    private static final String REQUEST =
            "{\"method\":\"POST\",\"target\":\"/a?b=c\",\"headers\":[[\"X\",\"1\"],[\"x\",\"2\"]],\"deadlineMs\":1500,\"repeatable\":true}";

    private static final RequestHead REQUEST_HEAD = new RequestHead(
            "POST",
            "/a?b=c",
            TunnelHeaders.of("X", "1", "x", "2"),
            Optional.of(Duration.ofMillis(1500)),
            true,
            Wire.INITIAL_WINDOW_BYTES);

    /** The wire bytes, written out: this table fails if anybody changes the format by accident. */
    static Stream<Arguments> goldenFrames() {
        return Stream.of(
                arguments(
                        new Frame.Open(7, 3, Flags.FIN, REQUEST_HEAD, bytes("hi")),
                        "01010100" + STREAM_7 + "0000000000000003" + headed(REQUEST) + "6869"),
                arguments(
                        new Frame.Open(7, 7, Flags.UPGRADE | Flags.REPEAT, bareGet(65_536), bytes("")),
                        "01010600" + STREAM_7 + STREAM_7
                                + headed(
                                        "{\"method\":\"GET\",\"target\":\"/\",\"headers\":[],\"repeatable\":false,\"window\":65536}")),
                arguments(
                        new Frame.Head(
                                7,
                                Flags.FIN,
                                new ResponseHead(200, TunnelHeaders.of("Set-Cookie", "a=1", "Set-Cookie", "b=2")),
                                bytes("ok")),
                        "01020100" + STREAM_7 + ZERO
                                + headed(
                                        "{\"status\":200,\"headers\":[[\"Set-Cookie\",\"a=1\"],[\"Set-Cookie\",\"b=2\"]]}")
                                + "6f6b"),
                arguments(
                        new Frame.Data(7, 65_536, Flags.NONE, bytes("abc")),
                        "01030000" + STREAM_7 + "0000000000010000" + "616263"),
                arguments(new Frame.Data(7, 3, Flags.FIN, bytes("")), "01030100" + STREAM_7 + "0000000000000003"),
                arguments(
                        new Frame.Trailers(7, 3, TunnelHeaders.of("T", "v")),
                        "01030900" + STREAM_7 + "0000000000000003" + hex("[[\"T\",\"v\"]]")),
                arguments(
                        new Frame.Window(7, 100, 262_244, Flags.HEAD_SEEN | Flags.FIN_SEEN | Flags.GAP),
                        "01047000" + STREAM_7 + "0000000000000064" + "0000000000040064"),
                arguments(
                        new Frame.Reset(7, TunnelErrorCode.REFUSED, 1000, "no"),
                        "01050000" + STREAM_7 + ZERO + "03ea" + "000003e8" + "6e6f"),
                arguments(
                        new Frame.Ping(9, List.of(new StreamState(7, 1, 2, Flags.HEAD_SEEN))),
                        "01060000" + ZERO + "0000000000000009" + STREAM_7 + "0000000000000001" + "0000000000000002"
                                + "10"),
                arguments(new Frame.Pong(9, List.of()), "01070000" + ZERO + "0000000000000009"),
                arguments(new Frame.GoAway(), "01080000" + ZERO + ZERO));
    }

    @ParameterizedTest
    @MethodSource("goldenFrames")
    void encodesToTheGoldenBytes(Frame frame, String hex) {
        assertThat(HEX.formatHex(FrameCodec.encode(frame))).isEqualTo(hex);
    }

    @ParameterizedTest
    @MethodSource("goldenFrames")
    void decodesTheGoldenBytes(Frame frame, String hex) {
        assertThat(FrameDecoder.decode(HEX.parseHex(hex))).isEqualTo(frame);
    }

    static Stream<Arguments> malformed() {
        String longOffset = "7fffffffffffffff";
        return Stream.of(
                arguments("nothing", ""),
                arguments("half a header", "010300"),
                arguments("another version", "02030000" + STREAM_7 + ZERO),
                arguments("type 0", "01000000" + STREAM_7 + ZERO),
                arguments("an unknown type", "01090000" + STREAM_7 + ZERO),
                arguments("a flag that DATA does not have", "01030200" + STREAM_7 + ZERO),
                arguments("a flag on RESET", "01050100" + STREAM_7 + ZERO + "03ea00000000"),
                arguments("a reserved byte", "01030001" + STREAM_7 + ZERO),
                arguments("a negative stream", "01030000ffffffffffffffff" + ZERO),
                arguments("DATA of stream 0", "01030000" + ZERO + ZERO),
                arguments("PING of a stream", "01060000" + STREAM_7 + ZERO),
                arguments("a negative offset", "01030000" + STREAM_7 + "ffffffffffffffff"),
                arguments("an offset out of range", "01030000" + STREAM_7 + longOffset + "61"),
                arguments("OPEN without a head", "01010000" + STREAM_7 + STREAM_7),
                arguments("OPEN with a head that is too short", "01010000" + STREAM_7 + STREAM_7 + "000000ff7b7d"),
                arguments("OPEN with a head of 4 GiB", "01010000" + STREAM_7 + STREAM_7 + "ffffffff7b7d"),
                arguments(
                        "OPEN with oldest 0",
                        open("{\"method\":\"GET\"}").replace(STREAM_7 + STREAM_7, STREAM_7 + ZERO)),
                arguments("OPEN with an empty object", open("{}")),
                arguments("OPEN with an array", open("[]")),
                arguments("OPEN with two objects", open(request("GET", "/") + "{}")),
                arguments("OPEN with a field twice", open(request("GET", "/").replace("}", ",\"method\":\"PUT\"}"))),
                arguments("OPEN with a method with a blank", open(request("GE T", "/"))),
                arguments("OPEN with an absolute target", open(request("GET", "http://a/"))),
                arguments("OPEN with a fragment", open(request("GET", "/a#b"))),
                arguments("OPEN with a line break in the target", open(request("GET", "/a\\r\\nb"))),
                arguments("OPEN with a target of more than 16 KiB", open(request("GET", "/" + "a".repeat(16 * 1024)))),
                arguments(
                        "OPEN with a line break in a header",
                        open(request("GET", "/").replace("[]", "[[\"A\",\"b\\r\\nC: d\"]]"))),
                arguments("OPEN with a header of one", open(request("GET", "/").replace("[]", "[[\"A\"]]"))),
                arguments(
                        "OPEN with a header of three",
                        open(request("GET", "/").replace("[]", "[[\"A\",\"b\",\"c\"]]"))),
                arguments(
                        "OPEN with a number for a header",
                        open(request("GET", "/").replace("[]", "[[\"A\",1]]"))),
                arguments("OPEN with deadline 0", open(request("GET", "/").replace("}", ",\"deadlineMs\":0}"))),
                arguments(
                        "OPEN with a fractional deadline",
                        open(request("GET", "/").replace("}", ",\"deadlineMs\":1.5}"))),
                arguments("OPEN with a huge deadline", open(request("GET", "/").replace("}", ",\"deadlineMs\":1e99}"))),
                arguments("OPEN with a closed window", open(request("GET", "/").replace("}", ",\"window\":0}"))),
                arguments("HEAD with status 100", head("{\"status\":100,\"headers\":[]}")),
                arguments("HEAD with status 70000", head("{\"status\":70000,\"headers\":[]}")),
                arguments(
                        "HEAD with an offset",
                        head("{\"status\":200,\"headers\":[]}").replace(ZERO, STREAM_7)),
                arguments("TRAILERS without FIN", "01030800" + STREAM_7 + ZERO + hex("[]")),
                arguments("TRAILERS that are no list", "01030900" + STREAM_7 + ZERO + hex("{}")),
                arguments("WINDOW without a limit", "01040000" + STREAM_7 + ZERO),
                arguments("WINDOW with more than a limit", "01040000" + STREAM_7 + ZERO + ZERO + "00"),
                arguments("WINDOW with a limit below its offset", "01040000" + STREAM_7 + STREAM_7 + ZERO),
                arguments("RESET without a code", "01050000" + STREAM_7 + ZERO),
                arguments("RESET with code 0", "01050000" + STREAM_7 + ZERO + "000000000000"),
                arguments("RESET with broken UTF-8", "01050000" + STREAM_7 + ZERO + "03ea00000000" + "c3"),
                arguments("RESET with a novel", "01050000" + STREAM_7 + ZERO + "03ea00000000" + "61".repeat(513)),
                arguments("PING with half an entry", "01060000" + ZERO + ZERO + STREAM_7),
                arguments("PING with stream 0", "01060000" + ZERO + ZERO + ZERO + ZERO + ZERO + "00"),
                arguments("PING with GAP", "01060000" + ZERO + ZERO + STREAM_7 + ZERO + ZERO + "40"),
                arguments("GOAWAY with a payload", "01080000" + ZERO + ZERO + "00"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesWhatIsNotAFrame(String what, String hex) {
        assertRefused(HEX.parseHex(hex));
    }

    @Test
    void acceptsTheLargestPieceOfABodyAndNoByteMore() {
        assertThat(FrameDecoder.decode(FrameCodec.encode(data(Wire.MAX_DATA_BYTES))))
                .isInstanceOf(Frame.Data.class);
        assertRefused(FrameCodec.encode(data(Wire.MAX_DATA_BYTES + 1)));
    }

    @Test
    void refusesToEncodeAHeadOfMoreThan64KiB() {
        var head = new ResponseHead(200, TunnelHeaders.of("A", "b".repeat(Wire.MAX_HEAD_BYTES)));

        assertThatThrownBy(() -> FrameCodec.encode(new Frame.Head(7, Flags.NONE, head, bytes(""))))
                .isInstanceOfSatisfying(
                        TunnelException.class, e -> assertThat(e.code()).isEqualTo(TunnelErrorCode.PROTOCOL_ERROR));
    }

    @Test
    void skipsFieldsOfANewerPeer() {
        String newer = request("GET", "/").replace("}", ",\"colour\":{\"a\":[1,{}]}}");

        Frame frame = FrameDecoder.decode(HEX.parseHex(open(newer)));

        assertThat(frame).isEqualTo(new Frame.Open(7, 7, Flags.NONE, bareGet(Wire.INITIAL_WINDOW_BYTES), bytes("")));
    }

    @Test
    void understandsErrorNumbersOfANewerPeerByTheirRange() {
        byte[] message = HEX.parseHex("01050000" + STREAM_7 + ZERO + "07e7" + "00000000");

        assertThat(FrameDecoder.decode(message)).isEqualTo(new Frame.Reset(7, TunnelErrorCode.RESET, 0, ""));
    }

    @Test
    void cutsALongResetTextBetweenTwoCharacters() {
        var reset = new Frame.Reset(7, TunnelErrorCode.RESET, 0, "a" + "é".repeat(400));

        Frame decoded = FrameDecoder.decode(FrameCodec.encode(reset));

        assertThat(((Frame.Reset) decoded).message()).isEqualTo("a" + "é".repeat(255));
    }

    @Test
    void tellsTheStreamOfAMessageThatIsNoFrame() {
        assertThat(FrameDecoder.streamIdOf(HEX.parseHex("01090000" + STREAM_7 + ZERO)))
                .hasValue(7);
        assertThat(FrameDecoder.streamIdOf(new byte[19])).isEmpty();
        assertThat(FrameDecoder.streamIdOf(new byte[20])).isEmpty();
    }

    private static Frame.Data data(int size) {
        return new Frame.Data(7, 0, Flags.NONE, ByteBuffer.allocate(size));
    }

    private static RequestHead bareGet(long window) {
        return new RequestHead("GET", "/", TunnelHeaders.empty(), Optional.empty(), false, window);
    }

    private static String request(String method, String target) {
        return "{\"method\":\"%s\",\"target\":\"%s\",\"headers\":[],\"repeatable\":false}".formatted(method, target);
    }

    private static String open(String json) {
        return "01010000" + STREAM_7 + STREAM_7 + headed(json);
    }

    private static String head(String json) {
        return "01020000" + STREAM_7 + ZERO + headed(json);
    }

    private static String headed(String json) {
        return "%08x".formatted(json.getBytes(UTF_8).length) + hex(json);
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(UTF_8));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static void assertRefused(byte[] message) {
        assertThatThrownBy(() -> FrameDecoder.decode(message))
                .isInstanceOfSatisfying(
                        TunnelException.class, e -> assertThat(e.code()).isEqualTo(TunnelErrorCode.PROTOCOL_ERROR));
    }
}
