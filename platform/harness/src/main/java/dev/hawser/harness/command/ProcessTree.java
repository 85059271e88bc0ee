package dev.hawser.harness.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A started program and everything that it starts.
 *
 * <p>Where {@code setsid} exists the program leads a session of its own, so that on Linux also those are found whose
 * parent has gone; elsewhere the descendants of the program are all that is known.
 */
final class ProcessTree {

    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration POLITE = Duration.ofSeconds(2);
    private static final int KILL_ROUNDS = 20;

    private final Process leader;
    private final boolean ownSession;

    private ProcessTree(Process leader, boolean ownSession) {
        this.leader = leader;
        this.ownSession = ownSession;
    }

    /** Starts the program with just this environment. */
    static ProcessTree start(List<String> argv, Path folder, Map<String, String> environment) throws IOException {
        boolean ownSession = Files.isExecutable(SETSID) && ProcFiles.available();
        List<String> command = new ArrayList<>();
        if (ownSession) {
            command.add(SETSID.toString());
        }
        command.addAll(argv);
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ProcessTree(builder.start(), ownSession);
    }

    Process leader() {
        return leader;
    }

    /** Asks all of them to stop, and ends after two seconds those that did not. Blocks until they are gone. */
    void stop() throws InterruptedException {
        Set<ProcessHandle> known = members();
        known.forEach(ProcessHandle::destroy);
        awaitGone(known, POLITE);
        known.addAll(members());
        kill(known);
    }

    /** Ends at once whatever is still there. */
    void kill() throws InterruptedException {
        kill(members());
    }

    private void kill(Set<ProcessHandle> known) throws InterruptedException {
        for (int round = 0; round < KILL_ROUNDS && known.stream().anyMatch(ProcessHandle::isAlive); round++) {
            known.forEach(ProcessHandle::destroyForcibly);
            awaitGone(known, Duration.ofMillis(100));
            known.addAll(members());
        }
    }

    private Set<ProcessHandle> members() {
        Set<ProcessHandle> members = new LinkedHashSet<>();
        if (leader.isAlive()) {
            members.add(leader.toHandle());
        }
        members.addAll(leader.descendants().collect(Collectors.toSet()));
        if (ownSession) {
            members.addAll(ProcFiles.ofSession(leader.pid()));
        }
        return members;
    }

    private static void awaitGone(Set<ProcessHandle> processes, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (ProcessHandle process : processes) {
            try {
                process.onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return; // the next round ends it
            } catch (ExecutionException e) {
                throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
            }
        }
    }
}
