package dev.hawser.harness;

import dev.hawser.contract.error.RunErrorCode;

/** A harness cannot go on; the code is stored with the run, the message is for people. */
public final class HarnessFailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RunErrorCode code;

    /** Names the code and says what happened. */
    public HarnessFailureException(RunErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** Names the code, says what happened and keeps the cause. */
    public HarnessFailureException(RunErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Why the run fails. */
    public RunErrorCode code() {
        return code;
    }

    /** The end of an execution that failed so. */
    public HarnessEnd.Failed toEnd() {
        return new HarnessEnd.Failed(code, String.valueOf(getMessage()));
    }
}
