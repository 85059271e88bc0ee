package dev.hawser.gateway.message;

import dev.hawser.gateway.problem.ProblemException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers that only inspectors see. */
enum Include {
    /** Still written. */
    OPEN,
    /** Replaced by a retry. */
    SUPERSEDED;

    /**
     * Reads the query parameter {@code include}.
     *
     * @throws ProblemException if it names something else
     */
    static Set<Include> parse(@Nullable String text) {
        Set<Include> included = EnumSet.noneOf(Include.class);
        if (text != null) {
            for (String name : text.split(",", -1)) {
                included.add(of(name));
            }
        }
        return included;
    }

    private static Include of(String name) {
        for (Include known : values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
                return known;
            }
        }
        throw ProblemException.invalid("include is open, superseded, or both separated by a comma.");
    }
}
