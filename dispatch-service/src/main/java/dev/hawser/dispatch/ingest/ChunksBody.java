package dev.hawser.dispatch.ingest;

import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.MalformedRecordException;
import dev.hawser.harness.chunk.ChunkCheck;

/** Every line of a {@code chunks} body is one chunk that the readers of a run take. */
final class ChunksBody {

    private ChunksBody() {}

    /**
     * Reads the body once, without building anything.
     *
     * @throws MalformedRecordException if a line is no chunk, or there is no line
     */
    static void require(Body body) {
        byte[] bytes = body.bytes();
        int chunks = 0;
        int start = 0;
        while (start < bytes.length) {
            int end = endOfLine(bytes, start);
            ChunkCheck.refusal(bytes, start, end - start).ifPresent(reason -> {
                throw new MalformedRecordException("a line that is no chunk: " + reason);
            });
            chunks++;
            start = end + 1;
        }
        if (chunks == 0) {
            throw new MalformedRecordException("a record without chunks");
        }
    }

    private static int endOfLine(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }
}
