package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import java.util.Optional;

/** Reads JSON that is not complete yet, as the AI SDK's {@code parsePartialJson} does. */
final class PartialJson {

    private PartialJson() {}

    /** The value of the text, repaired if need be; empty if it cannot be repaired, or goes beyond the limits of a chunk. */
    static Optional<JsonNode> parse(String text, SdkReader reader) {
        return read(text).or(() -> read(JsonRepair.repair(text, reader)));
    }

    private static Optional<JsonNode> read(String text) {
        try {
            JsonNode node = Json.tree(text);
            return node.isMissingNode() ? Optional.empty() : Optional.of(PlainJson.of(node));
        } catch (MalformedJsonException | UnfoldableException e) {
            return Optional.empty();
        }
    }
}
