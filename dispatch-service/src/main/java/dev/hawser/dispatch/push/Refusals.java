package dev.hawser.dispatch.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Body;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads why a desktop will never execute a work item ({@link dev.hawser.contract.work.WorkRefusal}). */
final class Refusals {

    /** Of the agent's words, the most that are passed on, in characters. */
    static final int TEXT_CHARS = 300;

    /** Control characters and halves of characters, which Postgres or a terminal would mind. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private Refusals() {}

    /** Reads an answer, whatever it is: without a code it is {@code refused}, without words the status is all there is. */
    static PushAnswer.Refused read(int status, Body body) {
        JsonNode answer = json(body);
        String code = text(answer, "code").orElse(RunErrorCode.REFUSED.text());
        Optional<String> message = text(answer, "message").map(Refusals::printable);
        return new PushAnswer.Refused(code, message.orElse("the desktop answered " + status));
    }

    private static JsonNode json(Body body) {
        try {
            return Json.read(body.bytes(), JsonNode.class);
        } catch (MalformedJsonException e) {
            return MissingNode.getInstance(); // a desktop that cannot say why
        }
    }

    private static Optional<String> text(JsonNode answer, String field) {
        return Optional.ofNullable(answer.path(field).textValue()).filter(text -> !text.isBlank());
    }

    private static String printable(String message) {
        String shortened = message.length() > TEXT_CHARS ? message.substring(0, TEXT_CHARS - 1) + "…" : message;
        return UNPRINTABLE.matcher(shortened).replaceAll(" ");
    }
}
