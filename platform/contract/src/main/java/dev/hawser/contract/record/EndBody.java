package dev.hawser.contract.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.error.RunErrorCode;
import java.util.Optional;

/**
 * The body of an {@code end} record.
 *
 * @param outcome how the run ended
 * @param errorCode why it failed, present exactly when it did; a text, because a newer writer may know more codes
 * @param errorText for people
 * @param usage what the harness reported of its use, passed on as it is
 */
public record EndBody(
        Outcome outcome, Optional<String> errorCode, Optional<String> errorText, Optional<JsonNode> usage) {

    public EndBody {
        usage = usage.filter(node -> !node.isNull());
    }

    /** The run answered. */
    public static EndBody succeeded() {
        return new EndBody(Outcome.SUCCEEDED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The run failed. */
    public static EndBody failed(RunErrorCode code, String text) {
        return new EndBody(Outcome.FAILED, Optional.of(code.text()), Optional.of(text), Optional.empty());
    }

    /** The run was stopped. */
    public static EndBody cancelled() {
        return new EndBody(Outcome.CANCELLED, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
