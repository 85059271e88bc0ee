package dev.hawser.localstack.nats;

import dev.hawser.localstack.process.Execution;
import dev.hawser.localstack.process.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * apt with lists, cache and sources of its own, so that it changes nothing of the machine's and needs no rights. It
 * verifies signatures as always; the machine's proxies and time-outs hold, its hooks do not run.
 */
final class PrivateApt {

    private static final Duration QUERY_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final Map<String, String> environment;

    private PrivateApt(Path folder) {
        this.folder = folder;
        this.environment = Map.of("APT_CONFIG", folder.resolve("apt.conf").toString(), "LC_ALL", "C.UTF-8");
    }

    static PrivateApt in(Path folder, String sources) {
        try {
            Files.createDirectories(folder.resolve("lists/partial"));
            Files.createDirectories(folder.resolve("cache/archives/partial"));
            Files.writeString(folder.resolve("status"), "");
            Files.writeString(folder.resolve("sources.list"), sources);
            Files.writeString(folder.resolve("apt.conf"), settings(folder) + networkOfTheMachine());
        } catch (IOException failure) {
            throw new LocalStackException("cannot write to " + folder, failure);
        }
        return new PrivateApt(folder);
    }

    /** Gets the package lists and verifies them. */
    void update() {
        apt("-o", "APT::Update::Error-Mode=any", "update").orThrow();
    }

    /** Gets a package, verified by the lists. */
    Path download(String name) {
        apt("download", name).orThrow();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new LocalStackException("apt downloaded nothing for " + name));
        } catch (IOException failure) {
            throw new LocalStackException("cannot read " + folder, failure);
        }
    }

    private Execution apt(String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("apt-get", "-q"), Stream.of(arguments)).toList();
        return Execution.run(command, LIMIT, folder, environment);
    }

    private static String settings(Path folder) {
        return """
                Dir::State "%1$s";
                Dir::State::lists "%1$s/lists/";
                Dir::State::status "%1$s/status";
                Dir::Cache "%1$s/cache/";
                Dir::Etc::sourcelist "%1$s/sources.list";
                Dir::Etc::sourceparts "/dev/null";
                Dir::Etc::main "/dev/null";
                Dir::Etc::parts "/dev/null";
                Dir::Etc::preferencesparts "/dev/null";
                APT::Sandbox::User "";
                Acquire::Languages "none";
                """.formatted(folder);
    }

    private static String networkOfTheMachine() {
        List<String> kept = List.of("Acquire::http", "Acquire::ftp", "Acquire::Retries", "Acquire::Check-");
        return Execution.run(List.of("apt-config", "dump"), QUERY_LIMIT)
                .orThrow()
                .lines()
                .filter(line -> kept.stream().anyMatch(line::startsWith))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
