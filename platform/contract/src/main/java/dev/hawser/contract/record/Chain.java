package dev.hawser.contract.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The chain value after a record: with it every reader can check that nothing is missing, doubled or out of order.
 *
 * <p>CRC32C over the previous value (4 bytes, big-endian), kind in UTF-8, fence and seq (8 bytes each), body; it starts
 * at 0, and again at a claim that explains a jump (design 10; 03 §4).
 */
public record Chain(int value) {

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{8}");

    /** Before the first record. */
    public static final Chain START = new Chain(0);

    /** The chain after one more record. */
    public Chain next(RecordKind kind, long fence, long seq, Body body) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
        crc.update(kind.text().getBytes(UTF_8));
        crc.update(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(fence).putLong(seq).flip());
        crc.update(body.bytes());
        return new Chain((int) crc.getValue());
    }

    /** The text in header {@code Hw-Chain}: 8 hexadecimal digits. */
    public String text() {
        return "%08x".formatted(value);
    }

    /**
     * Reads the text of the header.
     *
     * @throws MalformedRecordException if it is not 8 hexadecimal digits
     */
    public static Chain parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new MalformedRecordException("not a chain value: '" + text + "'");
        }
        return new Chain(Integer.parseUnsignedInt(text, 16));
    }
}
