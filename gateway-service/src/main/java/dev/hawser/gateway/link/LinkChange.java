package dev.hawser.gateway.link;

import dev.hawser.gateway.problem.ProblemException;
import java.util.Optional;

/** Body of {@code PATCH /api/links/{id}}: what is missing stays as it is. */
record LinkChange(Optional<String> label, Optional<Boolean> paused) {

    private static final int LABEL_CHARS = 100;

    LinkChange {
        if (label.isPresent() && (label.get().isBlank() || label.get().length() > LABEL_CHARS)) {
            throw ProblemException.invalid("label has 1 to " + LABEL_CHARS + " characters.");
        }
    }
}
