package dev.hawser.agent.run;

/** What the agent says to a request to cancel. */
public enum CancelAnswer {
    /** It stops, or has just ended. */
    STOPPING,
    /** Another attempt of the run executes here. */
    FENCED,
    /** The run is not here. */
    NOT_FOUND
}
