package dev.hawser.gateway.tail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import java.util.Optional;

/** The chunks that the gateway itself writes: how a message ends, and that it begins anew. */
final class Closing {

    private static final String UNEXPLAINED = "The run failed.";

    private Closing() {}

    /** The chunk that closes a message whose runner did not. */
    static String chunk(EndBody end) {
        return chunk(end.outcome(), end.errorText().or(end::errorCode));
    }

    /** The same for a run that ended in its row. */
    static String chunk(TailRun run) {
        Outcome outcome = switch (run.state()) {
            case "succeeded" -> Outcome.SUCCEEDED;
            case "cancelled" -> Outcome.CANCELLED;
            default -> Outcome.FAILED;
        };
        return chunk(outcome, run.errorText().or(run::errorCode));
    }

    /** The message begins anew, with another id; what was shown of it so far is void. */
    static String restart(long fence) {
        ObjectNode chunk = typed("data-hawser-restart");
        chunk.putObject("data").put("fence", fence);
        chunk.put("transient", true);
        return Json.text(chunk);
    }

    private static String chunk(Outcome outcome, Optional<String> text) {
        return Json.text(
                switch (outcome) {
                    case SUCCEEDED -> typed("finish");
                    case CANCELLED -> typed("abort");
                    case FAILED -> typed("error").put("errorText", text.orElse(UNEXPLAINED));
                });
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
