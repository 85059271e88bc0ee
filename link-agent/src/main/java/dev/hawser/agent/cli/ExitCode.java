package dev.hawser.agent.cli;

/** What the program's exit says to scripts; stable. */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** Something failed. */
    FAILURE(1),
    /** The command line or the settings make no sense. */
    USAGE(2),
    /** The agent or the server is not there, or the thing is not found. */
    OFFLINE(3),
    /** Signed out, or never signed in. */
    AUTHENTICATION(4),
    /** Another agent is in the way. */
    CONFLICT(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number. */
    public int number() {
        return number;
    }
}
