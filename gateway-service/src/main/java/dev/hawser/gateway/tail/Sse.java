package dev.hawser.gateway.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RunRecord;
import io.vertx.core.buffer.Buffer;

/** The bytes of server-sent events. */
final class Sse {

    private static final String DONE = "[DONE]";
    private static final byte[] END = "\n\n".getBytes(UTF_8);

    private Sse() {}

    /** One event with one line of data. */
    static Buffer event(Cursor id, String data) {
        return Buffer.buffer(head(id)).appendString(data).appendBytes(END);
    }

    /** The event behind which nothing of this run follows. */
    static Buffer done(Cursor id) {
        return event(id, DONE);
    }

    /** The chunks of a record from an index on, each an event of its own. */
    static Buffer chunks(RunRecord record, int firstIndex) {
        Buffer out = Buffer.buffer(record.body().size() + 256);
        ChunkLines.each(record.body(), (index, bytes, from, to) -> {
            if (index >= firstIndex) {
                out.appendString(head(new Cursor(record.run(), record.fence(), record.seq(), index)));
                appendLine(out, bytes, from, to);
                out.appendBytes(END);
            }
        });
        return out;
    }

    /** A piece of a chunk that is larger than a record; the event begins with the first and ends with the last. */
    static Buffer fragment(RunRecord record, Fragment fragment) {
        Buffer out = Buffer.buffer(record.body().size() + 256);
        if (fragment.index() == 1) {
            out.appendString(head(new Cursor(record.run(), record.fence(), lastSeq(record, fragment), 0)));
        }
        byte[] bytes = record.body().bytes();
        int end = bytes.length;
        while (fragment.isLast() && end > 0 && bytes[end - 1] == '\n') {
            end--;
        }
        appendLine(out, bytes, 0, end);
        return fragment.isLast() ? out.appendBytes(END) : out;
    }

    private static long lastSeq(RunRecord record, Fragment fragment) {
        return record.seq() + fragment.count() - fragment.index();
    }

    private static String head(Cursor id) {
        return "id: " + id.text() + "\ndata: ";
    }

    /** A raw carriage return, which is white space in JSON, would end the line of an event. */
    private static void appendLine(Buffer out, byte[] bytes, int from, int to) {
        int start = out.length();
        out.appendBytes(bytes, from, to - from);
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\r') {
                out.setByte(start + at - from, (byte) ' ');
            }
        }
    }
}
