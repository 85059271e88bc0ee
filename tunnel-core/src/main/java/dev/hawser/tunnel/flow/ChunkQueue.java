package dev.hawser.tunnel.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that wait for their reader. Small ones are put together, so that a window full of single bytes does not cost
 * a hundred times its size. Not thread-safe.
 */
final class ChunkQueue {

    private static final int SMALL_BYTES = 1024;
    private static final int COLLECTOR_BYTES = 8 * 1024;

    private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>();

    /** The last chunk, if it is one of ours with room at its end; its content ends at {@link #collected}. */
    private @Nullable ByteBuffer collector;

    private int collected;

    void add(ByteBuffer chunk) {
        if (chunks.isEmpty() || chunk.remaining() > SMALL_BYTES) {
            chunks.addLast(chunk);
            collector = null;
            return;
        }
        ByteBuffer tail = collector;
        if (tail == null || tail.capacity() - collected < chunk.remaining()) {
            tail = ByteBuffer.allocate(COLLECTOR_BYTES).limit(0);
            chunks.addLast(tail);
            collector = tail;
            collected = 0;
        }
        int end = collected + chunk.remaining();
        tail.limit(end);
        tail.put(collected, chunk, chunk.position(), chunk.remaining());
        collected = end;
    }

    @Nullable ByteBuffer poll() {
        ByteBuffer chunk = chunks.pollFirst();
        if (chunks.isEmpty()) {
            collector = null;
        }
        return chunk;
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    void clear() {
        chunks.clear();
        collector = null;
    }
}
