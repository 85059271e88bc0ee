package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Automatic titles of threads. */
public final class Titles {

    /** The longest automatic title, in characters. */
    public static final int MAX_CHARS = 80;

    private Titles() {}

    /** The title in the content of a {@code data-title} chunk: a text, or an object with a {@code title}. */
    static Optional<String> of(@Nullable JsonNode content) {
        if (content == null) {
            return Optional.empty();
        }
        String text = content.isTextual()
                ? content.textValue()
                : content.path("title").textValue();
        return text == null ? Optional.empty() : cut(text);
    }

    /** The title that a user's message gives: its first text. */
    public static Optional<String> ofMessage(JsonNode parts) {
        for (JsonNode part : parts) {
            if ("text".equals(part.path("type").asText())) {
                Optional<String> title = cut(part.path("text").asText());
                if (title.isPresent()) {
                    return title;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> cut(String text) {
        String line = StorableText.clean(text).strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) > MAX_CHARS) {
            line = line.substring(0, line.offsetByCodePoints(0, MAX_CHARS - 1)).strip() + "…";
        }
        return line.isEmpty() ? Optional.empty() : Optional.of(line);
    }
}
