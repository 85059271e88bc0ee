package dev.hawser.launcher;

/** The exit codes of {@code ./hawser}; they are a contract with scripts. */
public enum ExitCode {
    OK(0),
    FAILURE(1),
    USAGE(2),
    /** No stack runs, the link is offline, or there is nothing that could execute the run. */
    OFFLINE(3),
    AUTHENTICATION(4),
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process exits with. */
    public int number() {
        return number;
    }
}
