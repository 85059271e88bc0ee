package dev.hawser.e2e.system;

import java.util.Locale;

/** The processes of a system. */
public enum Part {
    DISPATCH,
    PROJECTOR,
    GATEWAY,
    AGENT;

    /** The name in logs and settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
