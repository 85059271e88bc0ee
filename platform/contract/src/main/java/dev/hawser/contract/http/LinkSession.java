package dev.hawser.contract.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * Answer of {@code POST /api/links/session}: a short-lived NATS credential bound to the agent's own key.
 *
 * @param identityKeys JSON web keys of the services that sign requests
 * @param serverTime the agent corrects its clock by it
 * @param renewAfter when to ask for the next session
 * @param minVersion the oldest agent that is still served
 */
public record LinkSession(
        String linkId,
        long generation,
        Connection connection,
        List<JsonNode> identityKeys,
        Instant serverTime,
        Instant expiresAt,
        Instant renewAfter,
        String minVersion) {

    public LinkSession {
        identityKeys = List.copyOf(identityKeys);
    }

    /** Where to connect, in this order, and with what. */
    public record Connection(List<String> urls, String jwt) {

        public Connection {
            urls = List.copyOf(urls);
        }

        @Override
        public String toString() {
            return "Connection[urls=" + urls + ", jwt=…]";
        }
    }
}
