package dev.hawser.harness.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a program before it is started, so that a missing one is named and not an exit status of something else. */
final class Program {

    private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

    private Program() {}

    /**
     * The same command with the full path of its program.
     *
     * @throws NoSuchFileException if there is no such executable file
     */
    static List<String> resolve(List<String> argv, Path folder, Map<String, String> environment)
            throws NoSuchFileException {
        String name = argv.getFirst();
        Path program = candidates(name, folder, environment)
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> new NoSuchFileException("there is no executable file " + name));
        List<String> resolved = new ArrayList<>(argv);
        resolved.set(0, program.toString());
        return resolved;
    }

    private static Stream<Path> candidates(String name, Path folder, Map<String, String> environment) {
        if (name.indexOf(File.separatorChar) >= 0) {
            return Stream.of(folder.resolve(name));
        }
        return SEPARATOR
                .splitAsStream(environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).resolve(name));
    }
}
