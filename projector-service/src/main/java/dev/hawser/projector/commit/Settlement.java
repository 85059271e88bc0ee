package dev.hawser.projector.commit;

import dev.hawser.projector.fold.FoldedMessage;
import java.util.Optional;

/**
 * A run that is over.
 *
 * @param fence of the end record
 * @param seq of the end record
 * @param message what it said, if anything
 */
public record Settlement(RunRow run, long fence, long seq, Terminal terminal, Optional<FoldedMessage> message) {

    /** The same end without its message, which Postgres cannot store. */
    Settlement unstorable(String reason) {
        return new Settlement(run, fence, seq, Terminal.unstorable(reason), Optional.empty());
    }
}
