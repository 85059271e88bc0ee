package dev.hawser.gateway.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as its owner sees it.
 *
 * @param state {@code queued}, {@code offered}, {@code running}, {@code settling}, {@code succeeded}, {@code failed} or
 *     {@code cancelled}
 * @param ending true when its end is decided and not yet in the log
 * @param errorCode {@link dev.hawser.contract.error.RunErrorCode#text()}
 * @param link the link that executes it, or did last
 */
public record RunView(
        String id,
        String threadId,
        String messageId,
        String state,
        @JsonIgnore int partition,
        boolean ending,
        boolean cancelRequested,
        Optional<String> errorCode,
        Optional<String> errorText,
        long attempt,
        long fence,
        Optional<String> harness,
        Optional<String> link,
        long durableSeq,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Instant deadlineAt) {

    /** True once nothing about the run changes any more. */
    @JsonIgnore
    public boolean isOver() {
        return finishedAt.isPresent();
    }
}
