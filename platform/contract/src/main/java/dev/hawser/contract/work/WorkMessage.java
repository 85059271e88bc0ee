package dev.hawser.contract.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A message as a runner sees it.
 *
 * @param role {@code user} or {@code assistant}
 * @param parts parts of an AI-SDK UI message
 */
public record WorkMessage(String id, String role, List<JsonNode> parts) {

    public WorkMessage {
        parts = List.copyOf(parts);
    }
}
