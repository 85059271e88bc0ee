package dev.hawser.launcher.folder;

import dev.hawser.localstack.process.LocalStackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The right to run the stack of a folder. The system takes it back when its holder dies, however it dies. */
public final class StackLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private StackLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock; empty if a living process has it. */
    public static Optional<StackLock> take(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return Optional.of(new StackLock(channel, lock));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException failure) {
            throw new LocalStackException("cannot lock " + file, failure);
        }
    }

    /** True while a living process has the lock. */
    public static boolean isTaken(Path file) {
        if (!java.nio.file.Files.exists(file)) {
            return false;
        }
        Optional<StackLock> lock = take(file);
        lock.ifPresent(StackLock::close);
        return lock.isEmpty();
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownJvm) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException failure) {
            throw new LocalStackException("cannot unlock the stack", failure);
        }
    }
}
