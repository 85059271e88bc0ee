package dev.hawser.tunnel.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads messages and refuses everything that is not a frame of this version. */
public final class FrameDecoder {

    private static final int BYTE_MASK = 0xff;
    private static final int SHORT_MASK = 0xffff;
    private static final long INT_MASK = 0xffff_ffffL;

    private FrameDecoder() {}

    /**
     * Reads one message; the frame's buffers are views of it.
     *
     * @throws TunnelException with {@link TunnelErrorCode#PROTOCOL_ERROR} for everything that is not a frame
     */
    public static Frame decode(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        try {
            byte version = in.get();
            byte type = in.get();
            int flags = in.get() & BYTE_MASK;
            byte reserved = in.get();
            long streamId = in.getLong();
            long offset = in.getLong();
            if (version != Wire.VERSION || reserved != 0 || streamId < 0 || offset < 0) {
                throw malformed("bad header");
            }
            FrameType known = FrameType.of(type).orElseThrow(() -> malformed("unknown type " + type));
            if (!known.allows(flags)) {
                throw malformed("flags " + flags + " on " + known);
            }
            if (known.isAboutPair() != (streamId == Wire.PAIR)) {
                throw malformed(known + " for stream " + streamId);
            }
            return payload(known, flags, streamId, offset, in);
        } catch (BufferUnderflowException e) {
            throw new TunnelException(TunnelErrorCode.PROTOCOL_ERROR, "message too short", e);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new TunnelException(TunnelErrorCode.PROTOCOL_ERROR, "malformed payload", e);
        }
    }

    /** The stream that a message belongs to, if one can be read from it although it is no frame. */
    public static OptionalLong streamIdOf(byte[] message) {
        if (message.length < Wire.HEADER_BYTES) {
            return OptionalLong.empty();
        }
        long streamId = ByteBuffer.wrap(message).getLong(Wire.STREAM_ID_AT);
        return streamId > Wire.PAIR ? OptionalLong.of(streamId) : OptionalLong.empty();
    }

    private static Frame payload(FrameType type, int flags, long streamId, long offset, ByteBuffer in)
            throws CharacterCodingException {
        return switch (type) {
            case OPEN -> {
                if (offset < 1 || offset > streamId) {
                    throw malformed("the oldest stream must be between 1 and this one");
                }
                RequestHead head = HeadCodec.decodeRequest(headBytes(in));
                yield new Frame.Open(streamId, offset, flags, head, body(in));
            }
            case HEAD -> {
                requireZero(offset);
                ResponseHead head = HeadCodec.decodeResponse(headBytes(in));
                yield new Frame.Head(streamId, flags, head, body(in));
            }
            case DATA -> data(flags, streamId, offset, in);
            case WINDOW -> window(flags, streamId, offset, in);
            case RESET -> {
                requireZero(offset);
                yield reset(streamId, in);
            }
            case PING -> new Frame.Ping(offset, states(in));
            case PONG -> new Frame.Pong(offset, states(in));
            case GOAWAY -> {
                requireZero(offset);
                requireEnd(in);
                yield new Frame.GoAway();
            }
        };
    }

    private static Frame data(int flags, long streamId, long offset, ByteBuffer in) {
        if (!Flags.has(flags, Flags.TRAILERS)) {
            ByteBuffer body = body(in);
            if (offset > Long.MAX_VALUE - body.remaining()) {
                throw malformed("offset out of range");
            }
            return new Frame.Data(streamId, offset, flags, body);
        }
        if (!Flags.has(flags, Flags.FIN)) {
            throw malformed("trailers before the end");
        }
        if (in.remaining() > Wire.MAX_HEAD_BYTES) {
            throw malformed("trailers too long");
        }
        return new Frame.Trailers(streamId, offset, HeadCodec.decodeTrailers(in.slice()));
    }

    private static Frame window(int flags, long streamId, long received, ByteBuffer in) {
        long limit = in.getLong();
        requireEnd(in);
        if (limit < received) {
            throw malformed("limit below what was received");
        }
        return new Frame.Window(streamId, received, limit, flags);
    }

    private static Frame reset(long streamId, ByteBuffer in) throws CharacterCodingException {
        int number = in.getShort() & SHORT_MASK;
        long retryAfterMillis = in.getInt() & INT_MASK;
        if (in.remaining() > Wire.MAX_RESET_TEXT_BYTES) {
            throw malformed("text of a reset too long");
        }
        String text = UTF_8.newDecoder().decode(in).toString();
        TunnelErrorCode code = TunnelErrorCode.of(number).orElseThrow(() -> malformed("unknown code " + number));
        return new Frame.Reset(streamId, code, retryAfterMillis, text);
    }

    private static List<StreamState> states(ByteBuffer in) {
        if (in.remaining() % StreamState.BYTES != 0 || in.remaining() / StreamState.BYTES > Wire.MAX_LISTED_STREAMS) {
            throw malformed("bad length of a list of streams");
        }
        List<StreamState> states = new ArrayList<>(in.remaining() / StreamState.BYTES);
        while (in.hasRemaining()) {
            states.add(new StreamState(in.getLong(), in.getLong(), in.getLong(), in.get() & BYTE_MASK));
        }
        return states;
    }

    private static ByteBuffer headBytes(ByteBuffer in) {
        long length = in.getInt() & INT_MASK;
        if (length > Wire.MAX_HEAD_BYTES || length > in.remaining()) {
            throw malformed("bad length of a head: " + length);
        }
        ByteBuffer head = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return head;
    }

    private static ByteBuffer body(ByteBuffer in) {
        if (in.remaining() > Wire.MAX_DATA_BYTES) {
            throw malformed("more than 64 KiB of body in one frame");
        }
        return in.slice();
    }

    private static void requireZero(long offset) {
        if (offset != 0) {
            throw malformed("offset must be 0");
        }
    }

    private static void requireEnd(ByteBuffer in) {
        if (in.hasRemaining()) {
            throw malformed("bytes after the end");
        }
    }

    private static TunnelException malformed(String message) {
        return new TunnelException(TunnelErrorCode.PROTOCOL_ERROR, message);
    }
}
