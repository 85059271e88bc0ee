package dev.hawser.gateway.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored message, in the shape of the AI SDK's UI messages with a few fields more.
 *
 * @param role {@code user} or {@code assistant}
 * @param runId the run that answers it, the newest one after a retry, or that wrote it
 * @param runState how that run stands
 * @param supersededBy the run that answers the same message again; such an answer is for inspectors
 * @param position its place in the thread
 */
public record MessageView(
        String id,
        Optional<String> clientId,
        String role,
        JsonNode parts,
        Optional<JsonNode> metadata,
        String runId,
        Optional<String> runState,
        Optional<String> supersededBy,
        long position,
        Instant createdAt) {

    /** A page of messages, oldest first. */
    record Page(List<MessageView> messages, Optional<String> nextCursor) {
        Page {
            messages = List.copyOf(messages);
        }
    }
}
