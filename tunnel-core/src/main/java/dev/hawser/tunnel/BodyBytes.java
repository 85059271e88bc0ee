package dev.hawser.tunnel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects a body up to a limit. */
final class BodyBytes {

    private final int maxBytes;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private int size;

    BodyBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(ByteBuffer part) {
        if (part.remaining() > maxBytes - size) {
            throw new TunnelException(TunnelErrorCode.CANCELLED, "the body has more than " + maxBytes + " bytes");
        }
        size += part.remaining();
        parts.add(part);
    }

    byte[] toByteArray() {
        ByteBuffer whole = ByteBuffer.allocate(size);
        parts.forEach(part -> whole.put(part.duplicate()));
        return whole.array();
    }
}
