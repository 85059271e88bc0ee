package dev.hawser.harness.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.harness.HarnessSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** Each read becomes one piece of text; a character that is cut by the end of a read goes to the next piece. */
final class TextReader implements OutputReader {

    @Override
    public void copy(InputStream from, HarnessSink to) throws IOException, InterruptedException {
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
        CharBuffer text = CharBuffer.allocate(BUFFER_BYTES + 1);
        boolean end = false;
        while (!end) {
            int read = from.read(bytes.array(), bytes.position(), bytes.remaining());
            end = read < 0;
            bytes.position(bytes.position() + Math.max(read, 0)).flip();
            decoder.decode(bytes, text, end);
            if (end) {
                decoder.flush(text);
            }
            bytes.compact();
            pass(text, to);
        }
    }

    private static void pass(CharBuffer text, HarnessSink to) throws InterruptedException {
        text.flip();
        if (text.hasRemaining()) {
            to.text(text.toString());
        }
        text.clear();
    }
}
