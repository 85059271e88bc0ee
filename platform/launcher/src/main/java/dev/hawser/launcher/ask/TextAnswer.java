package dev.hawser.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.launcher.ExitCode;
import java.io.Console;
import java.io.PrintWriter;

/** The answer's text on standard output, byte for byte; everything else on standard error. */
final class TextAnswer implements AnswerPrinter {

    private final PrintWriter out;
    private final PrintWriter talk;
    private boolean endsWithLine = true;
    private String lastError = "";

    TextAnswer(PrintWriter out, PrintWriter talk) {
        this.out = out;
        this.talk = talk;
    }

    @Override
    public void accepted(String threadId, String runId) {
        say("thread %s, run %s".formatted(threadId, runId));
    }

    @Override
    public void chunk(JsonNode chunk) {
        switch (chunk.path("type").asText()) {
            case "text-delta" -> {
                String delta = chunk.path("delta").asText();
                out.print(delta);
                out.flush();
                endsWithLine = delta.isEmpty() ? endsWithLine : delta.endsWith("\n");
            }
            case "error" -> {
                lastError = chunk.path("errorText").asText();
                say(lastError);
            }
            case "data-hawser-restart" -> say("the attempt was lost; the answer starts anew");
            default -> {
                // Other chunks structure the answer and have no text.
            }
        }
    }

    @Override
    public void reconnecting(String reason) {
        say("reconnecting: " + reason);
    }

    @Override
    public void ended(RunResult result) {
        if (result.exitCode() != ExitCode.OK) {
            say(result.explanation(lastError));
        } else if (!endsWithLine && isTerminal()) {
            talk.println();
            talk.flush();
        }
    }

    /** It is null off a terminal, whatever the check says. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void say(String text) {
        if (!endsWithLine) {
            talk.println();
            endsWithLine = true;
        }
        talk.println("hawser: " + text);
        talk.flush();
    }
}
