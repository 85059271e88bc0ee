package dev.hawser.launcher;

import org.jspecify.annotations.Nullable;

/** A command cannot be carried out; the message says what to do, the code what to exit with. */
public final class LauncherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public LauncherException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public LauncherException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the process exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
