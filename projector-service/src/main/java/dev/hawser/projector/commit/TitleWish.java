package dev.hawser.projector.commit;

import java.util.Optional;

/**
 * A thread gets an automatic title.
 *
 * @param title what a run called it; empty: the first text of its user, if it has no title yet
 */
public record TitleWish(String thread, String tenant, String owner, Optional<String> title) {}
