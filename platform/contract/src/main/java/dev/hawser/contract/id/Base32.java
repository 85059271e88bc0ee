package dev.hawser.contract.id;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/** 128 bits as 26 characters of Crockford's base32 in lower case, the first one at most {@code 7}: TypeID 0.3. */
final class Base32 {

    static final int LENGTH = 26;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(UUID uuid) {
        BigInteger value = new BigInteger(
                1,
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array());
        var text = new StringBuilder(LENGTH);
        for (int shift = BITS * (LENGTH - 1); shift >= 0; shift -= BITS) {
            text.append(ALPHABET.charAt(value.shiftRight(shift).intValue() & 31));
        }
        return text.toString();
    }

    static boolean isValid(String text) {
        return text.length() == LENGTH && text.charAt(0) <= '7' && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }
}
