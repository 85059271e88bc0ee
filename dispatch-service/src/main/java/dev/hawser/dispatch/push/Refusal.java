package dev.hawser.dispatch.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Body;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a desktop will never execute a work item, in the agent's words ({@link dev.hawser.contract.work.WorkRefusal}).
 *
 * @param code the agent's; {@code refused} where there is none
 * @param text for people: at most {@value #TEXT_CHARS} characters, none of which Postgres or a terminal would mind
 */
record Refusal(String code, String text) {

    static final int TEXT_CHARS = 300;

    /** Control characters, and halves of characters. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    /** Reads an answer, whatever it is. */
    static Refusal of(int status, Body body) {
        JsonNode answer = read(body);
        String code = text(answer, "code").orElse(RunErrorCode.REFUSED.text());
        Optional<String> message = text(answer, "message").map(Refusal::printable);
        return new Refusal(code, message.orElse("the desktop answered " + status));
    }

    private static JsonNode read(Body body) {
        try {
            return Json.read(body.bytes(), JsonNode.class);
        } catch (MalformedJsonException e) {
            return MissingNode.getInstance(); // a desktop that cannot say why: its status is all that there is
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
