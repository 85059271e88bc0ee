package dev.hawser.dispatch.intake;

import dev.hawser.dispatch.gate.GateResult;
import dev.hawser.dispatch.run.RunEnded;
import dev.hawser.dispatch.run.RunEnding;
import java.util.List;

/** What a committed command has set going; every part of it is backed up by a sweep. */
record FollowUp(GateResult gate, List<RunEnded> ended, List<RunEnding> ending) {

    static final FollowUp NOTHING = of(GateResult.NOTHING);

    FollowUp {
        ended = List.copyOf(ended);
        ending = List.copyOf(ending);
    }

    static FollowUp of(GateResult gate) {
        return new FollowUp(gate, List.of(), List.of());
    }
}
