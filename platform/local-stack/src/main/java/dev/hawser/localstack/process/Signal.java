package dev.hawser.localstack.process;

import java.time.Duration;
import java.util.List;

/** The POSIX signals that the stack sends to its own children. */
public enum Signal {
    TERM,
    INT,
    KILL,
    STOP,
    CONT;

    /** Sends this signal to a process; a process that is gone already is no error. */
    public void sendTo(long pid) {
        switch (this) {
            case TERM -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            case KILL -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            case INT, STOP, CONT ->
                Execution.run(List.of("kill", "-" + name(), Long.toString(pid)), Duration.ofSeconds(5));
        }
    }
}
