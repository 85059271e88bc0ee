package dev.hawser.agent.outbox;

import java.time.Duration;
import java.util.Optional;

/** What the services say to a record. */
public sealed interface SendOutcome {

    /**
     * The log has it.
     *
     * @param acked the last record that the log has
     * @param durable the last record that is stored for good
     */
    record Acked(long acked, long durable) implements SendOutcome {}

    /** Records before it are missing in the log. */
    record Gap(long expected) implements SendOutcome {}

    /** The same record may be taken later. */
    record Later(Optional<Duration> atLeast) implements SendOutcome {}

    /** This attempt may not write any more. */
    record Over(LaneEnd end) implements SendOutcome {}
}
