package dev.hawser.contract.rpc;

import java.util.List;
import java.util.Optional;

/** What an agent holds, sent after each connect. */
public record Sync(List<Heartbeat.RunProgress> runs) {

    public Sync {
        runs = List.copyOf(runs);
    }

    /** The answer, one verdict a run. */
    public record Answer(List<Verdict> runs) {

        public Answer {
            runs = List.copyOf(runs);
        }
    }

    /**
     * Whether an attempt goes on.
     *
     * @param verdict {@code keep} or {@code stop}
     * @param code why it stops
     */
    public record Verdict(
            String runId, String verdict, Optional<String> code, long durableSeq, Optional<Long> expected) {}
}
