package dev.hawser.e2e.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.system.StoredRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** I1 to I6 of a run that has ended: its answer is exact, its log whole, its end the only one. */
public final class RunCheck {

    private final Api api;
    private final StoredRows rows;
    private final RunLogs logs;

    /** Looks through a gateway, at the tables and at the log. */
    public RunCheck(Api api, StoredRows rows, RunLogs logs) {
        this.api = api;
        this.rows = rows;
        this.logs = logs;
    }

    /** What the echo harness answers to {@code many:COUNT} and {@code slow:COUNTxMS}. */
    public static String echo(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "chunk-" + number)
                .collect(Collectors.joining(" "));
    }

    /** What is wrong with a run that should have succeeded with this text; empty if nothing is. */
    public List<String> faults(String thread, String run, String expected) {
        var faults = new ArrayList<String>();
        JsonNode state = api.runState(run);
        if (!state.path("state").asText().equals("succeeded")) {
            faults.add("I6: " + run + " is " + state);
        }
        long answers = rows.answers(run);
        if (answers != 1) {
            faults.add("I5: " + run + " has " + answers + " answers");
        }
        String answer = api.answerOf(thread, run);
        if (!answer.equals(expected)) {
            faults.add("I5: the answer of %s has %d characters instead of %d: …%s"
                    .formatted(run, answer.length(), expected.length(), ending(answer)));
        }
        List<RunRecord> records = logs.records(thread, run);
        faults.addAll(LogCheck.faults(records));
        return faults;
    }

    /** As {@link #faults}, from the tables and the log alone: for many runs. */
    public List<String> faultsOfRow(String thread, String run, String expected) {
        var faults = new ArrayList<String>();
        String state = rows.state(run).orElse("not there");
        if (!state.equals("succeeded")) {
            faults.add("I6: " + run + " is " + state + ", its attempts ended as " + rows.attempts(run));
        }
        List<String> answers = rows.answerTexts(run);
        if (!answers.equals(List.of(expected))) {
            faults.add("I5: the answers of %s are %s instead of %s".formatted(run, answers, expected));
        }
        faults.addAll(LogCheck.faults(logs.records(thread, run)));
        return faults;
    }

    private static String ending(String text) {
        return text.substring(Math.max(0, text.length() - 40));
    }
}
