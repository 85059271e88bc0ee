package dev.hawser.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** The same bytes for the event loop and for the tunnel, without a copy. */
final class Buffers {

    private Buffers() {}

    /** Both share the bytes: neither may be changed any more. */
    @SuppressWarnings("deprecation") // what replaces it is not public in this version of Vert.x
    static ByteBuffer forTunnel(Buffer bytes) {
        return bytes.getByteBuf().nioBuffer();
    }

    /** Both share the bytes: neither may be changed any more. */
    @SuppressWarnings("deprecation") // what replaces it is not public in this version of Vert.x
    static Buffer forClient(ByteBuffer bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
