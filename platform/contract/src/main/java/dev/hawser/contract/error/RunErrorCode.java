package dev.hawser.contract.error;

import java.util.Locale;

/** Why a run failed: column {@code runs.error_code}, the {@code end} record, the console. */
public enum RunErrorCode {
    /** The desktop was not connected when the run was to start. */
    LINK_OFFLINE,
    /** The owner has no link and the thread's policy names no other target. */
    NO_TARGET,
    /** The desktop refused the work, for instance because it knows no such harness. */
    REFUSED,
    /** The desktop has no harness of this name. */
    UNKNOWN_HARNESS,
    /** The harness ended with an error. */
    HARNESS_FAILED,
    /** The harness wrote what is no chunk. */
    BAD_HARNESS_OUTPUT,
    /** The harness ran longer than it may. */
    HARNESS_TIMEOUT,
    /** One chunk was larger than 32 MiB. */
    CHUNK_TOO_LARGE,
    /** The desktop could store no more output. */
    OUTBOX_FULL,
    /** The agent was restarted and the harness was gone with it. */
    RUNNER_RESTARTED,
    /** Every attempt was lost. */
    ATTEMPTS_EXHAUSTED,
    /** Nothing was written for too long while the desktop could be reached. */
    NO_PROGRESS,
    /** The run took longer than 12 hours, or than its own deadline. */
    DEADLINE,
    /** The run ended as success without anything to show. */
    EMPTY,
    /** A record of the run could not be understood. */
    POISONED,
    /** The command could not be carried out. */
    REJECTED;

    /** The text of the code. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
