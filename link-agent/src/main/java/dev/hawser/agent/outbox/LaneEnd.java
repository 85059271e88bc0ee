package dev.hawser.agent.outbox;

/** Why a lane stopped before everything was delivered. */
public enum LaneEnd {
    /** A newer attempt writes, or the run belongs to somebody else: nothing of this one is wanted. */
    FENCED,
    /** The run is over without us: its records are kept until that is stored for good. */
    ENDED,
    /** The services will never take this record. */
    REFUSED,
    /** The database takes no more output. */
    NOT_STORED,
    /** This agent does not hold the attempt any more. */
    CLOSED
}
