package dev.hawser.dispatch.end;

import dev.hawser.dispatch.run.RunEnded;
import dev.hawser.dispatch.run.RunEnding;
import java.util.Optional;

/**
 * What ending a run did; to be told to {@link Ends#tell} after the commit.
 *
 * @param ended the run, if it was never claimed: it is over
 * @param ending the run, if its log must say so first
 */
public record EndResult(Optional<RunEnded> ended, Optional<RunEnding> ending) {

    /** The run was over already, or its end is in the log. */
    public static final EndResult NOTHING = new EndResult(Optional.empty(), Optional.empty());
}
