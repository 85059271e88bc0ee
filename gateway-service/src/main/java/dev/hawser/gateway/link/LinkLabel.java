package dev.hawser.gateway.link;

import dev.hawser.gateway.problem.ProblemException;

/** What an owner knows a desktop by. */
final class LinkLabel {

    static final int MOST_CHARS = 100;

    private LinkLabel() {}

    /**
     * Looks at a label that somebody wants.
     *
     * @throws ProblemException {@code invalid} if it cannot be one
     */
    static void check(String label) {
        if (label.isBlank() || label.length() > MOST_CHARS) {
            throw ProblemException.invalid("label has 1 to " + MOST_CHARS + " characters.");
        }
    }
}
