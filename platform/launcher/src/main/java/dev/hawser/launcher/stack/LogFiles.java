package dev.hawser.launcher.stack;

import dev.hawser.localstack.process.LocalStackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Keeps the logs of a folder from growing without end: one older file each. */
final class LogFiles {

    private static final long LIMIT = 32L << 20;

    private LogFiles() {}

    /**
     * Moves the content of each log that is too large to {@code NAME.log.1}. Its writer goes on at the beginning of the
     * emptied file, since it appends; lines written at this very moment may be lost.
     */
    static void rotate(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                if (Files.size(log) > LIMIT) {
                    Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                    FileChannel.open(log, StandardOpenOption.WRITE).truncate(0).close();
                }
            }
        } catch (IOException failure) {
            throw new LocalStackException("cannot rotate the logs in " + folder, failure);
        }
    }
}
