package dev.hawser.localstack.nats;

import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.Programs;
import dev.hawser.localstack.process.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for nats-server in the places of design 07, in their order, and keeps what it had to fetch. */
final class NatsServerFinder {

    static final String PROGRAM = "nats-server";
    private static final String SETTING = "NATS_SERVER";
    private static final System.Logger LOG = System.getLogger(NatsServerFinder.class.getName());

    private final Map<String, String> environment;
    private final Path cache;
    private final List<NatsServerSource> sources;

    NatsServerFinder(Map<String, String> environment, Path cache, List<NatsServerSource> sources) {
        this.environment = Map.copyOf(environment);
        this.cache = cache;
        this.sources = List.copyOf(sources);
    }

    static NatsServerFinder ofThisMachine() {
        return new NatsServerFinder(
                System.getenv(),
                UserCache.folder(PROGRAM),
                List.of(ReleaseArchive.ofThisMachine(), new DebianPackage(PROGRAM)));
    }

    NatsServerBinary find() {
        return named().or(this::onPath).orElseGet(() -> UserCache.locked(cache, () -> kept().orElseGet(this::fetch)));
    }

    private Optional<NatsServerBinary> named() {
        String path = environment.getOrDefault(SETTING, "");
        if (path.isBlank()) {
            return Optional.empty();
        }
        NatsServerBinary binary = NatsServerBinary.at(Path.of(path), SETTING)
                .orElseThrow(() -> new LocalStackException(
                        "%s=%s is not a nats-server that runs here; unset it or name one".formatted(SETTING, path)));
        if (!binary.version().isSupported()) {
            throw new LocalStackException("%s=%s is version %s, at least %s is needed; unset it or name a newer one"
                    .formatted(SETTING, path, binary.version(), NatsVersion.MINIMUM));
        }
        return Optional.of(binary);
    }

    private Optional<NatsServerBinary> onPath() {
        return Programs.onPath(PROGRAM, environment)
                .flatMap(path -> NatsServerBinary.at(path, "PATH"))
                .filter(binary -> binary.version().isSupported());
    }

    private Optional<NatsServerBinary> kept() {
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.filter(Files::isDirectory)
                    .flatMap(folder -> NatsServerBinary.at(folder.resolve(PROGRAM), origin(folder)).stream())
                    .filter(binary -> binary.version().isSupported())
                    .max(Comparator.comparing(NatsServerBinary::version));
        } catch (IOException failure) {
            throw new LocalStackException("cannot read the cache folder " + cache, failure);
        }
    }

    private NatsServerBinary fetch() {
        var refusals = new ArrayList<String>();
        for (NatsServerSource source : sources) {
            Path work = cache.resolve("fetching-" + ProcessHandle.current().pid());
            Folders.delete(work);
            try {
                LOG.log(System.Logger.Level.INFO, "fetching nats-server: {0}", source.description());
                return keep(source.fetchInto(Files.createDirectories(work)), source.description());
            } catch (LocalStackException | IOException refused) {
                LOG.log(System.Logger.Level.INFO, "not from there: {0}", refused.getMessage());
                refusals.add("- " + source.description() + ": " + refused.getMessage());
            } finally {
                Folders.delete(work);
            }
        }
        throw new LocalStackException("""
                no nats-server %s or newer was found, and none could be fetched:
                %s
                Install one and put it on PATH, or set %s to its path.\
                """.formatted(NatsVersion.MINIMUM, String.join("\n", refusals), SETTING));
    }

    private NatsServerBinary keep(Path program, String origin) throws IOException {
        NatsServerBinary fetched = NatsServerBinary.at(program, origin)
                .orElseThrow(() -> new LocalStackException("the fetched program does not run on this machine"));
        if (!fetched.version().isSupported()) {
            throw new LocalStackException("it has only version " + fetched.version());
        }
        Path folder = cache.resolve(fetched.version().toString());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("origin"), origin);
        Path target = folder.resolve(PROGRAM);
        Files.move(program, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new NatsServerBinary(target, fetched.version(), origin);
    }

    private static String origin(Path folder) {
        Path file = folder.resolve("origin");
        return Files.exists(file) ? Folders.read(file) : "cache";
    }
}
