package dev.hawser.tunnel.sim;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** Bodies of random pieces, and what is left of them. */
final class Bytes {

    private final CRC32C checksum = new CRC32C();
    private long count;

    static List<byte[]> pieces(Random random, int most) {
        List<byte[]> pieces = new ArrayList<>();
        int left = random.nextInt(most + 1);
        while (left > 0) {
            byte[] piece = new byte[Math.min(left, 1 + random.nextInt(70_000))];
            random.nextBytes(piece);
            pieces.add(piece);
            left -= piece.length;
        }
        return pieces;
    }

    static Multi<ByteBuffer> stream(List<byte[]> pieces) {
        return Multi.createFrom().iterable(pieces).map(ByteBuffer::wrap);
    }

    static String digest(List<byte[]> pieces) {
        var bytes = new Bytes();
        pieces.forEach(piece -> bytes.add(ByteBuffer.wrap(piece)));
        return bytes.digest();
    }

    void add(ByteBuffer piece) {
        count += piece.remaining();
        checksum.update(piece.duplicate());
    }

    String digest() {
        return count + ":" + Long.toHexString(checksum.getValue());
    }
}
