package dev.hawser.e2e.tunnel;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Large bodies and their hashes. */
final class Bodies {

    static final int PIECE_BYTES = 50_000;

    private Bodies() {}

    /** That many pieces of 50 000 bytes that differ, made when they are asked for. */
    static Multi<ByteBuffer> pieces(int count) {
        return Multi.createFrom().range(0, count).map(Bodies::piece);
    }

    /** As {@link #pieces(int)}; counts the bytes that were made. */
    static Multi<ByteBuffer> pieces(int count, AtomicLong made) {
        return pieces(count).onItem().invoke(piece -> made.addAndGet(piece.remaining()));
    }

    /** The bytes of {@link #pieces(int)}. */
    static byte[] bytes(int count) {
        byte[] all = new byte[count * PIECE_BYTES];
        ByteBuffer target = ByteBuffer.wrap(all);
        for (int i = 0; i < count; i++) {
            target.put(piece(i));
        }
        return all;
    }

    /** The same pieces; their hash is told when the last one was taken. */
    static Multi<ByteBuffer> hashed(Multi<ByteBuffer> body, CompletableFuture<String> hash) {
        MessageDigest digest = sha256();
        return body.onItem()
                .invoke(piece -> digest.update(piece.duplicate()))
                .onCompletion()
                .invoke(() -> hash.complete(HexFormat.of().formatHex(digest.digest())));
    }

    static String hash(Multi<ByteBuffer> body) {
        return hash(body, Duration.ofSeconds(60));
    }

    static String hash(Multi<ByteBuffer> body, Duration patience) {
        MessageDigest digest = sha256();
        body.onItem()
                .invoke(piece -> digest.update(piece.duplicate()))
                .onItem()
                .ignoreAsUni()
                .await()
                .atMost(patience);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static ByteBuffer piece(int number) {
        byte[] bytes = new byte[PIECE_BYTES];
        new Random(number).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
