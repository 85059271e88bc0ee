package dev.hawser.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.work.WorkMessage;
import java.util.stream.Collectors;

/** What the user wrote: the text parts of a message. */
public final class UserText {

    private UserText() {}

    /** The texts of all text parts, one below the other; empty if there is none. */
    public static String of(WorkMessage message) {
        return message.parts().stream()
                .filter(part -> "text".equals(part.path("type").textValue()))
                .map(part -> part.path("text"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .collect(Collectors.joining("\n"));
    }
}
