package dev.hawser.tunnel.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Frame to message and back. One frame is one NATS message; numbers are big endian and, as signed ones, not negative.
 *
 * <pre>
 *  0        1        2        3        4
 *  +--------+--------+--------+--------+
 * 0| version| type   | flags  | 0      |
 *  +--------+--------+--------+--------+
 * 4| stream id, u64                    |
 *  +-----------------------------------+
 * 12| offset, u64                      |
 *  +-----------------------------------+
 * 20| OPEN, HEAD: u32 length, the head as JSON, then body bytes
 *   | DATA: body bytes; with TRAILERS a header list as JSON
 *   | WINDOW: u64 limit
 *   | RESET: u16 code, u32 retry-after in ms, then UTF-8 text
 *   | PING, PONG: for each stream u64 id, u64 received, u64 limit, u8 flags; the offset is the nonce
 *   | GOAWAY: empty
 * </pre>
 */
public final class FrameCodec {

    private static final int RESET_FIXED_BYTES = Short.BYTES + Integer.BYTES;
    private static final long MAX_RETRY_AFTER_MILLIS = 0xffff_ffffL;
    private static final int UTF8_CONTINUATION_MASK = 0xc0;
    private static final int UTF8_CONTINUATION = 0x80;

    private FrameCodec() {}

    /**
     * The message of a frame; body bytes are copied once, from the buffer's position on, which does not move.
     *
     * @throws TunnelException with {@link TunnelErrorCode#PROTOCOL_ERROR} if a head is too long
     */
    @SuppressWarnings("ByteBufferBackingArray") // of a buffer that message() has just allocated
    public static byte[] encode(Frame frame) {
        return write(frame).array();
    }

    private static ByteBuffer write(Frame frame) {
        return switch (frame) {
            case Frame.Open open ->
                headed(FrameType.OPEN, open.flags(), open, open.oldest(), HeadCodec.encode(open.head()), open.body());
            case Frame.Head head ->
                headed(FrameType.HEAD, head.flags(), head, 0, HeadCodec.encode(head.head()), head.body());
            case Frame.Data data -> {
                ByteBuffer body = data.body();
                yield message(FrameType.DATA, data.flags(), data.streamId(), data.offset(), body.remaining())
                        .put(body.duplicate());
            }
            case Frame.Trailers trailers -> {
                byte[] list = HeadCodec.encode(trailers.trailers());
                int flags = Flags.FIN | Flags.TRAILERS;
                yield message(FrameType.DATA, flags, trailers.streamId(), trailers.offset(), list.length)
                        .put(list);
            }
            case Frame.Window window ->
                message(FrameType.WINDOW, window.flags(), window.streamId(), window.received(), Long.BYTES)
                        .putLong(window.limit());
            case Frame.Reset reset -> reset(reset);
            case Frame.Ping ping -> listing(FrameType.PING, ping.nonce(), ping.streams());
            case Frame.Pong pong -> listing(FrameType.PONG, pong.nonce(), pong.streams());
            case Frame.GoAway goAway -> message(FrameType.GOAWAY, Flags.NONE, goAway.streamId(), 0, 0);
        };
    }

    /** Reads one message; the frame's buffers are views of it. See {@link FrameDecoder}. */
    public static Frame decode(byte[] message) {
        return FrameDecoder.decode(message);
    }

    private static ByteBuffer headed(
            FrameType type, int flags, Frame frame, long offset, byte[] head, ByteBuffer body) {
        int payload = Integer.BYTES + head.length + body.remaining();
        return message(type, flags, frame.streamId(), offset, payload)
                .putInt(head.length)
                .put(head)
                .put(body.duplicate());
    }

    private static ByteBuffer reset(Frame.Reset reset) {
        byte[] text = cut(reset.message().getBytes(UTF_8));
        return message(FrameType.RESET, Flags.NONE, reset.streamId(), 0, RESET_FIXED_BYTES + text.length)
                .putShort((short) reset.code().number())
                .putInt((int) Math.min(reset.retryAfterMillis(), MAX_RETRY_AFTER_MILLIS))
                .put(text);
    }

    private static ByteBuffer listing(FrameType type, long nonce, List<StreamState> streams) {
        ByteBuffer out = message(type, Flags.NONE, Wire.PAIR, nonce, streams.size() * StreamState.BYTES);
        for (StreamState stream : streams) {
            out.putLong(stream.streamId())
                    .putLong(stream.received())
                    .putLong(stream.limit())
                    .put((byte) stream.flags());
        }
        return out;
    }

    private static ByteBuffer message(FrameType type, int flags, long streamId, long offset, int payloadBytes) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES + payloadBytes)
                .put(Wire.VERSION)
                .put(type.number())
                .put((byte) flags)
                .put((byte) 0)
                .putLong(streamId)
                .putLong(offset);
    }

    /** Cuts a text to the most bytes that a RESET carries, between two characters. */
    private static byte[] cut(byte[] text) {
        if (text.length <= Wire.MAX_RESET_TEXT_BYTES) {
            return text;
        }
        int end = Wire.MAX_RESET_TEXT_BYTES;
        while ((text[end] & UTF8_CONTINUATION_MASK) == UTF8_CONTINUATION) {
            end--;
        }
        return Arrays.copyOf(text, end);
    }
}
