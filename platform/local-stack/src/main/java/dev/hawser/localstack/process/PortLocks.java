package dev.hawser.localstack.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ports that this JVM was given: one locked byte each, at the port's position in a file that all processes of this
 * user share. The system frees them when the JVM ends, however it ends.
 */
final class PortLocks {

    private static final Map<Integer, FileLock> HELD = new HashMap<>();

    /** Open for ever: closing any channel of a file gives back all locks that its process has on it. */
    private static @Nullable FileChannel file;

    private PortLocks() {}

    static synchronized boolean holds(int port) {
        return HELD.containsKey(port);
    }

    /** True if nobody had it, neither another process nor this one. */
    static synchronized boolean take(int port) {
        try {
            FileLock lock = file().tryLock(port, 1, false);
            if (lock == null) {
                return false;
            }
            HELD.put(port, lock);
            return true;
        } catch (OverlappingFileLockException heldByAnotherLoaderOfThisClass) {
            return false;
        } catch (IOException failure) {
            throw new LocalStackException("cannot lock port " + port + ": " + failure.getMessage(), failure);
        }
    }

    static synchronized void release(int port) {
        FileLock lock = HELD.remove(port);
        if (lock == null) {
            return;
        }
        try {
            lock.release();
        } catch (IOException failure) {
            throw new LocalStackException("cannot give back port " + port + ": " + failure.getMessage(), failure);
        }
    }

    private static FileChannel file() throws IOException {
        FileChannel open = file;
        if (open == null) {
            Path folder = Files.createDirectories(UserCache.folder("ports"));
            open = FileChannel.open(folder.resolve("given"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file = open;
        }
        return open;
    }
}
