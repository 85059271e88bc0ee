package dev.hawser.contract.rpc;

import dev.hawser.contract.work.LinkStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an agent executes, one message for all of its runs, every 10 s.
 *
 * @param freeSlots how many runs it could start now
 * @param status what changed about the link, sent when it did
 */
public record Heartbeat(List<RunProgress> runs, int freeSlots, Optional<LinkStatus> status) {

    public Heartbeat {
        runs = List.copyOf(runs);
    }

    /** A run and the highest seq that was acknowledged for it. */
    public record RunProgress(String runId, long fence, long seq) {}

    /** The answer. */
    public record Answer(List<RunState> runs, Instant serverTime) {

        public Answer {
            runs = List.copyOf(runs);
        }
    }

    /**
     * How a run stands.
     *
     * @param state the run's state, {@code fenced} or {@code not_yours}
     * @param durableSeq highest seq whose projection is committed
     * @param expected present when the log is shorter than what was acknowledged: resend from there
     */
    public record RunState(
            String runId,
            String state,
            Optional<Instant> leaseUntil,
            long durableSeq,
            Optional<Long> expected,
            boolean cancelRequested) {}
}
