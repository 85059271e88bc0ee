package dev.hawser.contract.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.work.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/threads/{id}/messages}.
 *
 * @param id the client's own id of the message, so that a retry is no second message
 * @param parts {@code {type: "text", text}} or {@code {type: "file", …}}; null if the field is missing
 */
public record PostMessageBody(
        Optional<String> id, @Nullable List<JsonNode> parts, Optional<Target> target, Optional<String> harness) {}
