package dev.hawser.gateway.thread;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A thread as its owner sees it.
 *
 * @param clientId the client's own id, if it gave one
 * @param title what a person set, else what the first answer or question gave
 * @param status {@code idle}, {@code queued} or {@code running}, computed from its runs
 * @param lastActivityAt when its newest run last changed
 */
public record ThreadView(
        String id,
        Optional<String> clientId,
        Optional<String> title,
        String status,
        Optional<JsonNode> policy,
        Instant createdAt,
        Instant lastActivityAt) {

    /** A page of threads, most recently active first. */
    record Page(List<ThreadView> threads, Optional<String> nextCursor) {
        Page {
            threads = List.copyOf(threads);
        }
    }
}
