package dev.hawser.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows an answer while it arrives. */
interface AnswerPrinter {

    /** The message was accepted. */
    void accepted(String threadId, String runId);

    /** The next chunk of the answer. */
    void chunk(JsonNode chunk);

    /** The connection broke and is made again; nothing of the answer is lost. */
    void reconnecting(String reason);

    /** The run is at its end. */
    void ended(RunResult result);
}
