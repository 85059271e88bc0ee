package dev.hawser.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;

/** One line of JSON per chunk, and a last one of type {@code result}. */
final class JsonAnswer implements AnswerPrinter {

    private final PrintWriter out;

    JsonAnswer(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accepted(String threadId, String runId) {
        // The result names both.
    }

    @Override
    public void chunk(JsonNode chunk) {
        line(chunk);
    }

    @Override
    public void reconnecting(String reason) {
        // Nothing of the answer is lost, so scripts need not know.
    }

    @Override
    public void ended(RunResult result) {
        var object = new LinkedHashMap<String, Object>();
        object.put("type", "result");
        object.put("threadId", result.threadId());
        object.put("runId", result.runId());
        object.put("state", result.state());
        result.errorCode().ifPresent(code -> object.put("errorCode", code));
        result.errorText().ifPresent(text -> object.put("errorText", text));
        object.put("exitCode", result.exitCode().number());
        line(object);
    }

    private void line(Object object) {
        out.println(Json.text(object));
        out.flush();
    }
}
