package dev.hawser.e2e.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body with a length, or in chunks. */
final class HttpBody {

    private static final int HEXADECIMAL = 16;

    private final InputStream input;
    private final boolean chunked;
    private long left;
    private boolean ended;

    private HttpBody(InputStream input, boolean chunked, long left) {
        this.input = input;
        this.chunked = chunked;
        this.left = left;
    }

    static HttpBody of(InputStream input, long length) {
        return new HttpBody(input, false, length);
    }

    static HttpBody chunked(InputStream input) {
        return new HttpBody(input, true, 0);
    }

    /** The body as a stream; unbuffered. */
    InputStream stream() {
        return new InputStream() {

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return HttpBody.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return HttpBody.this.read(target, offset, length);
            }
        };
    }

    /** Reads some bytes; -1 at the end of the body. */
    int read(byte[] buffer) throws IOException {
        return read(buffer, 0, buffer.length);
    }

    private int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = input.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection ended in a body");
        }
        left -= count;
        if (left == 0 && chunked) {
            HttpHead.line(input, false);
        }
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (!chunked || ended) {
            return false;
        }
        String size = HttpHead.line(input, false);
        int extension = size.indexOf(';');
        left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), HEXADECIMAL);
        if (left == 0) {
            ended = true;
            while (!HttpHead.line(input, false).isEmpty()) {
                // Trailers mean nothing here.
            }
        }
        return left > 0;
    }
}
