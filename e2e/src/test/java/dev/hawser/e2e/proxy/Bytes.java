package dev.hawser.e2e.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that can be computed anywhere, and their hash. */
final class Bytes {

    private static final int PIECE = 64 * 1024;
    private static final byte[] NOISE = noise();

    private Bytes() {}

    /** The bytes at a place of an endless body; no two pieces are alike. */
    static byte[] at(long offset, int count) {
        int shift = (int) (offset / PIECE % PIECE);
        byte[] bytes = Arrays.copyOfRange(NOISE, shift, shift + count);
        for (int i = 0; i < Long.BYTES && i < count; i++) {
            bytes[i] = (byte) (offset >>> (i * Byte.SIZE));
        }
        return bytes;
    }

    /** The hash of the first bytes of that body. */
    static String hashOfFirst(long count) {
        MessageDigest digest = digest();
        for (long at = 0; at < count; at += PIECE) {
            digest.update(at(at, (int) Math.min(PIECE, count - at)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String hashOf(InputStream stream) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[PIECE];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** That body as a stream. */
    static InputStream stream(long count) {
        return new InputStream() {
            private long position;

            @Override
            public int read() {
                throw new UnsupportedOperationException("in pieces only");
            }

            @Override
            public int read(byte[] into, int from, int most) {
                if (position >= count) {
                    return -1;
                }
                long start = position / PIECE * PIECE;
                int skip = (int) (position - start);
                int size = (int) Math.min(Math.min(most, PIECE - skip), count - position);
                System.arraycopy(at(start, skip + size), skip, into, from, size);
                position += size;
                return size;
            }
        };
    }

    private static byte[] noise() {
        byte[] noise = new byte[2 * PIECE];
        new java.util.Random(42).nextBytes(noise);
        return noise;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
