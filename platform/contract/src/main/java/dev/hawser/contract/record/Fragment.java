package dev.hawser.contract.record;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a record in a chunk that is larger than one record.
 *
 * @param index from 1 to {@code count}
 * @param count 2 to 64: a chunk has at most 32 MiB, a record 512 KiB
 */
public record Fragment(int index, int count) {

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]?)/([1-9][0-9]?)");

    /** The most fragments of one chunk. */
    public static final int MAX_COUNT = 64;

    public Fragment {
        if (count < 2 || count > MAX_COUNT || index < 1 || index > count) {
            throw new MalformedRecordException("not a fragment: " + index + "/" + count);
        }
    }

    /** True if no further fragment of the chunk follows. */
    public boolean isLast() {
        return index == count;
    }

    /** The text in header {@code Hw-Frag}. */
    public String text() {
        return index + "/" + count;
    }

    /**
     * Reads the text of the header.
     *
     * @throws MalformedRecordException if it is not {@code i/n}
     */
    public static Fragment parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedRecordException("not a fragment: '" + text + "'");
        }
        return new Fragment(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
}
