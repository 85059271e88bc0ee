package dev.hawser.gateway.signin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * An address, or those that share its first bits.
 *
 * @param bits how many
 */
record AddressRange(InetAddress address, int bits) {

    private static final String LITERAL = "[0-9a-fA-F:.]+";

    /**
     * Reads {@code 10.0.0.7}, {@code 10.1.0.0/16} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException if it is none of these; names are not looked up
     */
    static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 2 || !parts[0].matches(LITERAL)) {
            throw new IllegalArgumentException("'" + text + "' is no address and no range of addresses");
        }
        try {
            InetAddress address = InetAddress.getByName(parts[0]);
            int all = address.getAddress().length * Byte.SIZE;
            int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("'" + text + "' has more bits than an address");
            }
            return new AddressRange(address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no address and no range of addresses", e);
        }
    }

    /** True if that address, written in digits, is one of these. */
    boolean contains(String other) {
        if (!other.matches(LITERAL)) {
            return false;
        }
        try {
            byte[] mine = address.getAddress();
            byte[] theirs = InetAddress.getByName(other).getAddress();
            return mine.length == theirs.length && Arrays.equals(first(mine), first(theirs));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private byte[] first(byte[] bytes) {
        byte[] masked = new byte[bytes.length];
        for (int i = 0; i < bits; i++) {
            masked[i / Byte.SIZE] |= (byte) (bytes[i / Byte.SIZE] & (1 << (Byte.SIZE - 1 - i % Byte.SIZE)));
        }
        return masked;
    }
}
