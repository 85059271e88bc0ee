package dev.hawser.localstack.nats;

import dev.hawser.localstack.process.Execution;
import dev.hawser.localstack.process.LocalStackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A nats-server that can be run here.
 *
 * @param path the program
 * @param version what it says of itself
 * @param origin where it came from, for people
 */
public record NatsServerBinary(Path path, NatsVersion version, String origin) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The nats-server of this machine: named by {@code NATS_SERVER}, on PATH, kept from before, or fetched now. */
    public static NatsServerBinary find() {
        return NatsServerFinder.ofThisMachine().find();
    }

    /** The program at a path, if it runs and says its version. */
    static Optional<NatsServerBinary> at(Path path, String origin) {
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            return Optional.empty();
        }
        try {
            Execution said = Execution.run(List.of(path.toString(), "--version"), LIMIT);
            return said.succeeded()
                    ? NatsVersion.in(said.output()).map(version -> new NatsServerBinary(path, version, origin))
                    : Optional.empty();
        } catch (LocalStackException unusable) {
            System.getLogger(NatsServerBinary.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0} does not run: {1}", path, unusable.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "nats-server %s (%s: %s)".formatted(version, origin, path);
    }
}
