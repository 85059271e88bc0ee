package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.flow.Unacknowledged.Piece;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import java.nio.ByteBuffer;

/** Makes the DATA frames of one stream's source. */
final class Pieces {

    private final long streamId;
    private final Source source;

    Pieces(long streamId, Source source) {
        this.streamId = streamId;
        this.source = source;
    }

    /** The next bytes of a buffer; the end of the body travels with its last bytes if that is known already. */
    Piece data(long offset, ByteBuffer buffer, int size) {
        ByteBuffer part = buffer.slice(buffer.position(), size);
        buffer.position(buffer.position() + size);
        boolean last = source.isExhausted()
                && source.failure() == null
                && source.trailers().isEmpty();
        return Piece.body(offset + size, size, last, encode(offset, last ? Flags.FIN : Flags.NONE, part));
    }

    /** The end of the body on its own. */
    Piece end(long offset) {
        TunnelHeaders trailers = source.trailers();
        byte[] end = trailers.isEmpty()
                ? encode(offset, Flags.FIN, ByteBuffer.allocate(0))
                : FrameCodec.encode(new Frame.Trailers(streamId, offset, trailers));
        return Piece.body(offset, 0, true, end);
    }

    /** A frame without bytes, whose answer says what the other end has. */
    byte[] question(long offset) {
        return encode(offset, Flags.NONE, ByteBuffer.allocate(0));
    }

    private byte[] encode(long offset, int flags, ByteBuffer body) {
        return FrameCodec.encode(new Frame.Data(streamId, offset, flags, body));
    }
}
