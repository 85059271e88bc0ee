package dev.hawser.launcher.report;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param subject what
 * @param seen how it is
 * @param remedy what to do about it; empty if it is fine
 */
record Finding(String subject, String seen, Optional<String> remedy) {

    static Finding fine(String subject, String seen) {
        return new Finding(subject, seen, Optional.empty());
    }

    static Finding bad(String subject, String seen, String remedy) {
        return new Finding(subject, seen, Optional.of(remedy));
    }

    boolean isFine() {
        return remedy.isEmpty();
    }
}
