package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.harness.chunk.ChunkCheck;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The chunks of a record's body, one a line; read one by one, so that those before a bad line still count. */
final class ChunkLines implements Iterator<ObjectNode> {

    private final byte[] bytes;
    private int start;

    private ChunkLines(Body body) {
        this.bytes = body.bytes();
        skipBreaks();
    }

    static Iterable<ObjectNode> of(Body body) {
        return () -> new ChunkLines(body);
    }

    @Override
    public boolean hasNext() {
        return start < bytes.length;
    }

    @Override
    public ObjectNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        ObjectNode chunk = chunk(start, end - start);
        start = end;
        skipBreaks();
        return chunk;
    }

    private void skipBreaks() {
        while (start < bytes.length && bytes[start] == '\n') {
            start++;
        }
    }

    private ObjectNode chunk(int from, int length) {
        ChunkCheck.unreadable(bytes, from, length).ifPresent(reason -> {
            throw new UnfoldableException("a line that is no chunk: " + reason);
        });
        try {
            return (ObjectNode) Json.mapper().readTree(bytes, from, length);
        } catch (IOException e) {
            throw new UnfoldableException(
                    "a line that is no chunk: " + e.getClass().getSimpleName());
        }
    }
}
