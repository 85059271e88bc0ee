package dev.hawser.contract.record;

import java.util.Locale;

/** The three entries of a run's log. */
public enum RecordKind {
    /** A runner got the exclusive right to go on writing. */
    CLAIM,
    /** Output of the run. */
    CHUNKS,
    /** The run is over; nothing follows. */
    END;

    /** The text in header {@code Hw-Kind}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of this name.
     *
     * @throws MalformedRecordException if there is none
     */
    public static RecordKind of(String text) {
        for (RecordKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new MalformedRecordException("unknown record kind '" + text + "'");
    }
}
