package dev.hawser.gateway.link;

import dev.hawser.gateway.problem.ProblemException;
import java.util.Optional;

/**
 * Body of {@code POST /api/links}.
 *
 * @param label what the owner knows the desktop by, 1 to 100 characters
 */
record NewLink(Optional<String> label) {

    NewLink {
        if (label.isEmpty()) {
            throw ProblemException.invalid("label has 1 to " + LinkLabel.MOST_CHARS + " characters.");
        }
        LinkLabel.check(label.get());
    }

    /**
     * The answer.
     *
     * @param token what the agent sends; shown this once
     */
    record Made(String id, String label, String token) {}
}
