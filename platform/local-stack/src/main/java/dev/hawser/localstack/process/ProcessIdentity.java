package dev.hawser.localstack.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as it was seen: an id alone may belong to another process later.
 *
 * @param pid process id
 * @param startedAt when it started
 * @param command path of its program
 */
public record ProcessIdentity(long pid, Instant startedAt, String command) {

    /** Linux tells the start as time since boot, so a set clock moves it a little. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    /** The identity of a process that is running now. */
    public static ProcessIdentity of(ProcessHandle handle) {
        ProcessHandle.Info info = handle.info();
        return new ProcessIdentity(
                handle.pid(),
                info.startInstant().orElse(Instant.EPOCH),
                info.command().orElse(""));
    }

    /** The running process, if it is still this one: same id, same start. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle ->
                        handle.info().startInstant().filter(this::isStart).isPresent());
    }

    private boolean isStart(Instant other) {
        return !startedAt.equals(Instant.EPOCH)
                && Duration.between(startedAt, other).abs().compareTo(CLOCK_STEP) <= 0;
    }
}
