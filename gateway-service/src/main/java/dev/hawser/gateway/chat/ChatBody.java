package dev.hawser.gateway.chat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.PostMessageBody;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.work.Target;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the AI SDK's default transport sends. Of the messages only the last one counts: the others are stored here.
 *
 * @param id the chat
 * @param messages UI messages, oldest first
 * @param trigger why it was sent
 * @param messageId the message that was edited, or whose answer is to be written again
 * @param target not of the SDK: its option {@code body} may name where the run executes
 * @param harness likewise, with which harness
 */
record ChatBody(
        @Nullable String id,
        @Nullable List<JsonNode> messages,
        @Nullable String trigger,
        Optional<String> messageId,
        Optional<Target> target,
        Optional<String> harness) {

    private static final String SUBMIT = "submit-message";
    private static final String REGENERATE = "regenerate-message";

    private static final ObjectReader READER =
            Json.strictMapper().readerFor(ChatBody.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads a body; fails with what the refusal of a malformed one is made of. */
    static Uni<ChatBody> parse(byte[] json) {
        try {
            ChatBody body = READER.readValue(json);
            return body == null
                    ? Uni.createFrom().failure(ProblemException.of(ProblemCode.MALFORMED, "Send a chat."))
                    : Uni.createFrom().item(body);
        } catch (IOException e) {
            return Uni.createFrom().failure(e);
        }
    }

    /** The chat that it is about. */
    String chat() {
        if (id == null) {
            throw ProblemException.invalid("id is the id of the chat.");
        }
        return id;
    }

    /** True if the last question is to be answered again. */
    boolean isRegenerate() {
        return switch (trigger) {
            case null -> false;
            case SUBMIT -> false;
            case REGENERATE -> true;
            default -> throw ProblemException.invalid("trigger is " + SUBMIT + " or " + REGENERATE + ".");
        };
    }

    /** The id of the last message, which is a user's. */
    String lastId() {
        return last().path("id").asText();
    }

    /** The last message, as it is posted. */
    PostMessageBody lastMessage() {
        JsonNode last = last();
        if (Json.bytes(last).length > Limits.MESSAGE_BYTES) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE, "A message has at most " + Limits.MESSAGE_BYTES + " bytes.");
        }
        var parts = new ArrayList<JsonNode>();
        last.path("parts").forEach(parts::add);
        return new PostMessageBody(Optional.ofNullable(last.path("id").textValue()), parts, target, harness);
    }

    private JsonNode last() {
        JsonNode last = messages == null || messages.isEmpty() ? null : messages.getLast();
        if (last == null || !"user".equals(last.path("role").textValue())) {
            throw ProblemException.invalid("the last of the messages is the user's.");
        }
        return last;
    }
}
