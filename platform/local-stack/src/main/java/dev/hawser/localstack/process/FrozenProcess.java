package dev.hawser.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Tells whether a STOP has reached every thread of a process: the system does not say so by itself. */
final class FrozenProcess {

    private FrozenProcess() {}

    /** True if no thread runs any more, also because the process is gone, or where the system has no {@code /proc}. */
    static boolean isFrozen(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.allMatch(thread -> isStopped(thread.resolve("stat")));
        } catch (IOException | UncheckedIOException gone) {
            return !Files.isDirectory(tasks);
        }
    }

    /** The state follows the name, which stands in parentheses and may contain anything. */
    private static boolean isStopped(Path stat) {
        try {
            String line = Files.readString(stat);
            char state = line.charAt(line.lastIndexOf(')') + 2);
            return state == 'T' || state == 't' || state == 'Z';
        } catch (IOException gone) {
            return true;
        }
    }
}
