package dev.hawser.contract.work;

import dev.hawser.contract.command.CreatedBy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a runner gets to execute: body of {@code POST /api/links/work}, element of a pull answer, and the JSON document
 * that a {@code command} harness reads from its standard input (design 10).
 *
 * @param fence only records under the newest fence of a run are accepted
 * @param attempt from 1
 * @param nextSeq the number of the first record of this attempt
 * @param harness the name of the harness; absent: the agent's default
 * @param history the settled messages before, at most 50 and 512 KiB, newest last
 * @param deadlineAt after this instant the run is ended
 */
public record WorkItem(
        String runId,
        String threadId,
        String messageId,
        long fence,
        long attempt,
        long nextSeq,
        Optional<String> harness,
        WorkMessage message,
        List<WorkMessage> history,
        Instant deadlineAt,
        CreatedBy createdBy,
        Optional<String> traceparent) {

    public WorkItem {
        history = List.copyOf(history);
        if (fence < 1 || attempt < 1 || nextSeq < 1) {
            throw new IllegalArgumentException("fence, attempt and nextSeq start at 1");
        }
    }
}
