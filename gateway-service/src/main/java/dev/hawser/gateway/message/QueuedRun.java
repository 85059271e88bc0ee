package dev.hawser.gateway.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * A run that is not over, with the message that it answers.
 *
 * @param state {@code queued}, {@code offered}, {@code running} or {@code settling}
 */
public record QueuedRun(String runId, String messageId, String state, JsonNode parts, Instant queuedAt) {

    /** The open runs of a thread, in the order in which they execute. */
    record Queue(List<QueuedRun> runs) {
        Queue {
            runs = List.copyOf(runs);
        }
    }
}
