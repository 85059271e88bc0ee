package dev.hawser.e2e.bench.body;

import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A body of any size: one block of random bytes over and over. Every process makes the same. */
public final class Content {

    /** How much is handed over at once. */
    public static final int PIECE_BYTES = 64 * 1024;

    private static final int BLOCK_BYTES = 1024 * 1024;
    private static final long SEED = 20_250_917;
    private static final byte[] BLOCK = block();
    private static final Map<Long, String> HASHES = new ConcurrentHashMap<>();

    private Content() {}

    /** Pieces of a body of that size, which must be whole pieces. */
    public static Multi<ByteBuffer> pieces(long bytes) {
        return Multi.createFrom().range(0, count(bytes)).map(Content::piece);
    }

    /** One piece by its number; the array behind it is shared. */
    public static ByteBuffer piece(int number) {
        return ByteBuffer.wrap(BLOCK, offset(number), PIECE_BYTES);
    }

    /** Writes a body of that size. */
    public static void writeTo(OutputStream output, long bytes) throws IOException {
        for (int number = 0; number < count(bytes); number++) {
            output.write(BLOCK, offset(number), PIECE_BYTES);
        }
    }

    /** A copy of one piece. */
    public static byte[] copyOfPiece(int number) {
        return java.util.Arrays.copyOfRange(BLOCK, offset(number), offset(number) + PIECE_BYTES);
    }

    /** How many pieces a body of that size has. */
    public static int count(long bytes) {
        if (bytes % PIECE_BYTES != 0) {
            throw new IllegalArgumentException("not whole pieces of 64 KiB: " + bytes);
        }
        return Math.toIntExact(bytes / PIECE_BYTES);
    }

    /** The SHA-256 of a body of that size; computed once. */
    public static String sha256(long bytes) {
        return HASHES.computeIfAbsent(bytes, size -> {
            MessageDigest digest = digest();
            for (int number = 0; number < count(size); number++) {
                digest.update(piece(number));
            }
            return hex(digest);
        });
    }

    /** A fresh SHA-256. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** What a digest has come to. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int offset(int number) {
        return (int) ((long) number * PIECE_BYTES % BLOCK_BYTES);
    }

    private static byte[] block() {
        byte[] block = new byte[BLOCK_BYTES];
        new Random(SEED).nextBytes(block);
        return block;
    }
}
