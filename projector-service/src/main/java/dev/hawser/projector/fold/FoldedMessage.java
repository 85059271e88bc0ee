package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The assistant message of a run, as it is stored.
 *
 * @param id the id that the harness gave, else one of the attempt
 * @param fallbackId an id that no other message can have
 * @param visible whether a person would see something in it
 */
public record FoldedMessage(
        String id, String fallbackId, JsonNode parts, Optional<JsonNode> metadata, boolean visible) {

    private static final int MAX_ID_CHARS = 128;

    static FoldedMessage of(MessageFold message, String fallbackId) {
        return new FoldedMessage(
                message.id().filter(FoldedMessage::isUsable).orElse(fallbackId),
                fallbackId,
                StorableText.clean(message.parts()),
                message.metadata().map(StorableText::clean),
                message.isVisible());
    }

    private static boolean isUsable(String id) {
        return !id.isBlank()
                && id.length() <= MAX_ID_CHARS
                && StorableText.clean(id).equals(id);
    }
}
