package dev.hawser.gateway.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry of the audit log.
 *
 * @param owner whose matter it is
 * @param action such as {@code token_made}
 * @param subject id of the token, link or user
 * @param by who did it
 * @param address of the client, as the gateway saw it
 */
record AuditEntry(
        @JsonIgnore long number,
        Instant at,
        String owner,
        String action,
        String subject,
        By by,
        Optional<String> address,
        Optional<String> detail) {

    /** Who did it: a user, a token or a link. */
    record By(String kind, String id, String display) {}

    /**
     * Answer of {@code GET /api/audit}.
     *
     * @param nextCursor for older entries; empty if there are none
     */
    record Page(List<AuditEntry> entries, Optional<String> nextCursor) {
        Page {
            entries = List.copyOf(entries);
        }
    }
}
