package dev.hawser.harness.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Linux tells about processes below {@code /proc}. Elsewhere there is none, and nothing is found. */
final class ProcFiles {

    private static final Path PROC = Path.of("/proc");

    /** Place of the session in {@code /proc/<pid>/stat}, counted after the name in brackets: state ppid pgrp session. */
    private static final int SESSION = 3;

    private ProcFiles() {}

    static boolean available() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** The live processes of a session. */
    static List<ProcessHandle> ofSession(long session) {
        return matching(process -> Optional.of(Long.toString(session)).equals(sessionOf(process)));
    }

    /** The live processes of this user whose environment, when they started, had this variable. */
    static List<ProcessHandle> withVariable(String name, String value) {
        return matching(process -> hasVariable(process, name + '=' + value));
    }

    private static List<ProcessHandle> matching(Predicate<Path> wanted) {
        List<ProcessHandle> found = new ArrayList<>();
        if (!available()) {
            return found;
        }
        try (Stream<Path> processes = Files.list(PROC)) {
            processes
                    .filter(ProcFiles::isProcess)
                    .filter(wanted)
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .forEach(pid ->
                            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).ifPresent(found::add));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + PROC, e);
        }
        return found;
    }

    private static boolean isProcess(Path path) {
        return path.getFileName().toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<String> sessionOf(Path process) {
        return read(process.resolve("stat")).map(stat -> {
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[SESSION];
        });
    }

    private static boolean hasVariable(Path process, String entry) {
        return read(process.resolve("environ"))
                .filter(environ -> ('\0' + environ).contains('\0' + entry + '\0'))
                .isPresent();
    }

    /** Empty if the process has gone meanwhile or is somebody else's. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
