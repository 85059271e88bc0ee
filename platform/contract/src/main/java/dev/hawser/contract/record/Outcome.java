package dev.hawser.contract.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run ended. */
public enum Outcome {
    /** It answered. */
    SUCCEEDED,
    /** It could not answer; the error code says why. */
    FAILED,
    /** Somebody stopped it. */
    CANCELLED;

    /** The text in JSON and in column {@code runs.state}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Outcome of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
