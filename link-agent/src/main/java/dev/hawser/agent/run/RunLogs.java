package dev.hawser.agent.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What harnesses write to their standard error: a file for each attempt, the newest fifty of them. */
public final class RunLogs {

    private static final System.Logger LOG = System.getLogger(RunLogs.class.getName());
    private static final int KEPT = 50;
    private static final long MAX_BYTES = 1024 * 1024;

    private final Path folder;

    /** Logs in a folder that exists. */
    public RunLogs(Path folder) {
        this.folder = folder;
    }

    /** The log of one attempt; the file appears with its first line. */
    RunLog of(String runId, long fence) {
        deleteOldest();
        return new RunLog(folder.resolve(runId + '.' + fence + ".log"));
    }

    private void deleteOldest() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> newestFirst = files.sorted(
                            Comparator.comparing(RunLogs::changed).reversed())
                    .toList();
            for (Path old : newestFirst.subList(Math.min(KEPT - 1, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "cannot tidy up " + folder, e);
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.from(Instant.EPOCH);
        }
    }

    /** The log of one attempt, of at most 1 MiB; what comes after that is left out. Thread-safe. */
    static final class RunLog {

        private final Path file;
        private long size;

        RunLog(Path file) {
            this.file = file;
        }

        synchronized void add(String line) {
            byte[] bytes = (line + '\n').getBytes(UTF_8);
            if (size + bytes.length > MAX_BYTES) {
                return;
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(bytes);
                size += bytes.length;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot write " + file, e);
            }
        }
    }
}
