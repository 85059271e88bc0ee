package dev.hawser.localstack.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Programs on the PATH of this process, and the folders of system tools that a short PATH leaves out. */
public final class Programs {

    private static final String SYSTEM_FOLDERS = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    private Programs() {}

    /** The first executable file of this name on PATH. */
    public static Optional<Path> onPath(String name, Map<String, String> environment) {
        return in(environment.getOrDefault("PATH", ""), name);
    }

    /** The first executable file of this name on PATH or in the system's folders. */
    public static Optional<Path> find(String name) {
        return onPath(name, System.getenv()).or(() -> in(SYSTEM_FOLDERS, name));
    }

    private static Optional<Path> in(String folders, String name) {
        for (String folder : folders.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
