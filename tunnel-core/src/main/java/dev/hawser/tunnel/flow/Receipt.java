package dev.hawser.tunnel.flow;

import java.util.Locale;

/** What became of a piece of a body. */
public enum Receipt {
    /** It was the next one. */
    ACCEPTED,
    /** It was the next one, and the body is complete. */
    COMPLETED,
    /** All of it was there already. */
    KNOWN,
    /** Something before it is missing; it was dropped. */
    BEYOND_HOLE,
    /** It breaks the protocol: more than was granted, or bytes after the end. */
    VIOLATION;

    /** The name in metrics. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
