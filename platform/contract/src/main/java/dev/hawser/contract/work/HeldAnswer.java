package dev.hawser.contract.work;

import java.util.List;

/** Which attempts a link still holds: their process lives, or their end waits in the outbox. */
public record HeldAnswer(List<Held> runs) {

    /** One attempt and whether it is held. */
    public record Held(String runId, long fence, boolean held) {}

    public HeldAnswer {
        runs = List.copyOf(runs);
    }
}
