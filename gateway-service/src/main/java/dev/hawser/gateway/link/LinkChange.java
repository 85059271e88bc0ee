package dev.hawser.gateway.link;

import java.util.Optional;

/** Body of {@code PATCH /api/links/{id}}: what is missing stays as it is. */
record LinkChange(Optional<String> label, Optional<Boolean> paused) {

    LinkChange {
        label.ifPresent(LinkLabel::check);
    }
}
