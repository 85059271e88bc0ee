package dev.hawser.launcher.report;

import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.stack.Gateway;
import dev.hawser.localstack.nats.NatsServerBinary;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code doctor} looks at. */
final class Examination {

    private static final long DISK_NEEDED = 2L << 30;
    private static final int MEBIBYTE_BITS = 20;
    private static final int CONSOLE_PORT = 8080;

    private final StackFolder folder;
    private final Map<String, String> environment;

    /**
     * Prepares an examination.
     *
     * @param environment has what the script {@code hawser} found of JDK and Maven
     */
    Examination(StackFolder folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    List<Finding> findings() {
        return List.of(jdk(), maven(), natsServer(), disk(), port(), stack());
    }

    private Finding jdk() {
        String found =
                environment.getOrDefault("HAWSER_DOCTOR_JDK", Runtime.version().toString());
        return Finding.fine("JDK", found);
    }

    private Finding maven() {
        String found = environment.getOrDefault("HAWSER_DOCTOR_MAVEN", "");
        return found.isEmpty()
                ? Finding.bad(
                        "Maven",
                        "not found, and not to be fetched",
                        "Install Maven 3.8.6 or newer, or set MVNW_REPOURL to a repository that this machine reaches.")
                : Finding.fine("Maven", found);
    }

    private static Finding natsServer() {
        try {
            return Finding.fine("nats-server", NatsServerBinary.find().toString());
        } catch (LocalStackException none) {
            return Finding.bad(
                    "nats-server", none.text().replace("\n", "\n                  "), "See the last line above.");
        }
    }

    private Finding disk() {
        try {
            long free = Files.getFileStore(Files.exists(folder.state()) ? folder.state() : folder.root())
                    .getUsableSpace();
            String seen = "%d MiB free".formatted(free >> MEBIBYTE_BITS);
            return free >= DISK_NEEDED
                    ? Finding.fine("disk", seen)
                    : Finding.bad(
                            "disk",
                            seen,
                            "Make room: a build and a stack want %d MiB.".formatted(DISK_NEEDED >> MEBIBYTE_BITS));
        } catch (IOException failure) {
            return Finding.bad(
                    "disk", "cannot be read: " + failure.getMessage(), "Check the folder " + folder.state() + ".");
        }
    }

    /** A taken port is no fault: another one is chosen. */
    private Finding port() {
        if (FreePorts.isFree(CONSOLE_PORT) || StackLock.isTaken(folder.lockFile())) {
            return Finding.fine("port", CONSOLE_PORT + " is free or ours");
        }
        return Finding.fine("port", CONSOLE_PORT + " is taken by another program; up will choose another one");
    }

    private Finding stack() {
        Optional<StackState> state = StackState.read(folder.stateFile());
        if (!StackLock.isTaken(folder.lockFile())) {
            boolean left = state.stream()
                    .flatMap(known -> known.parts().stream())
                    .flatMap(part -> part.process().stream())
                    .anyMatch(identity -> identity.find().isPresent());
            return left
                    ? Finding.bad("stack", "a killed run has left processes behind", "Run ./hawser down.")
                    : Finding.fine("stack", "nothing is running");
        }
        String supervisor = state.map(StackState::supervisor)
                .map(ProcessIdentity::pid)
                .map(pid -> " (process " + pid + ")")
                .orElse("");
        String url = state.map(StackState::url).orElse("");
        return new Gateway(folder).isReady(url)
                ? Finding.fine("stack", "runs at " + url + supervisor)
                : Finding.bad(
                        "stack",
                        "runs" + supervisor + ", but the gateway is not ready",
                        "See ./hawser status and ./hawser logs gateway.");
    }
}
