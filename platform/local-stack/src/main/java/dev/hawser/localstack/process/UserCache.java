package dev.hawser.localstack.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Folders of this user that outlive a clone of the repository, filled by one process at a time. */
public final class UserCache {

    private static final ReentrantLock WITHIN_JVM = new ReentrantLock();

    private UserCache() {}

    /** {@code $XDG_CACHE_HOME/hawser/NAME}, by default below {@code ~/.cache}. */
    public static Path folder(String name) {
        return folder(name, System.getenv());
    }

    static Path folder(String name, Map<String, String> environment) {
        Path base = Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache"));
        return base.resolve("hawser").resolve(name);
    }

    /** Runs an action while no other process that asks for the same folder runs one. */
    public static <T> T locked(Path folder, Supplier<T> action) {
        WITHIN_JVM.lock();
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock.isValid();
                return action.get();
            }
        } catch (IOException failure) {
            throw new LocalStackException(
                    "cannot use the cache folder " + folder + " (set XDG_CACHE_HOME to a folder that can be written): "
                            + failure.getMessage(),
                    failure);
        } finally {
            WITHIN_JVM.unlock();
        }
    }
}
