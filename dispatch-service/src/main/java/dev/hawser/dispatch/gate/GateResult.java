package dev.hawser.dispatch.gate;

import dev.hawser.dispatch.run.RunEnded;
import dev.hawser.dispatch.run.RunOffered;
import java.util.List;
import java.util.Optional;

/**
 * What opening the gate did; to be told to {@link Gate#tell} after the commit.
 *
 * @param offered the run whose turn it is now
 * @param failed the runs before it that nothing can execute
 */
public record GateResult(Optional<RunOffered> offered, List<RunEnded> failed) {

    /** Nothing has moved. */
    public static final GateResult NOTHING = new GateResult(Optional.empty(), List.of());

    public GateResult {
        failed = List.copyOf(failed);
    }
}
