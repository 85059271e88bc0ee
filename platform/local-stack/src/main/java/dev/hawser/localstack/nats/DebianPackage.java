package dev.hawser.localstack.nats;

import dev.hawser.localstack.process.Execution;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's package of the program, unpacked from a recent suite; nothing is installed. */
final class DebianPackage implements NatsServerSource {

    private static final List<String> SUITES = List.of("testing", "unstable");
    private static final List<String> TOOLS = List.of("apt-get", "apt-config", "dpkg");
    private static final String KEYRING_PACKAGE = "debian-archive-keyring";
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(1);

    private final String name;

    DebianPackage(String name) {
        this.name = name;
    }

    @Override
    public String description() {
        return "Debian's package " + name + " of a recent suite";
    }

    @Override
    public Path fetchInto(Path folder) {
        for (String tool : TOOLS) {
            if (Programs.find(tool).isEmpty()) {
                throw new LocalStackException("this machine has no " + tool);
            }
        }
        return fetchInto(folder, DebianMirror.ofThisMachine());
    }

    /** Keys that are too old to know a recent suite know the machine's own, which carries the newer keys. */
    Path fetchInto(Path folder, DebianMirror mirror) {
        try {
            return fromAnySuite(folder, mirror, mirror.keyring());
        } catch (LocalStackException unverified) {
            return fromAnySuite(folder.resolve("again"), mirror, newerKeyring(folder.resolve("keyring"), mirror));
        }
    }

    private Path fromAnySuite(Path folder, DebianMirror mirror, Path keyring) {
        Optional<LocalStackException> refused = Optional.empty();
        for (String suite : SUITES) {
            try {
                return program(download(folder.resolve(suite), mirror.source(suite, keyring), name));
            } catch (LocalStackException failure) {
                refused = Optional.of(failure);
            }
        }
        throw refused.orElseThrow();
    }

    private static Path newerKeyring(Path folder, DebianMirror mirror) {
        Path unpacked = download(folder, mirror.source(mirror.ownSuite(), mirror.keyring()), KEYRING_PACKAGE);
        return Stream.of("debian-archive-keyring.pgp", "debian-archive-keyring.gpg")
                .map(unpacked.resolve("usr/share/keyrings")::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new LocalStackException(KEYRING_PACKAGE + " has no keyring"));
    }

    private static Path download(Path folder, String sourceLine, String packageName) {
        var apt = PrivateApt.in(folder, sourceLine);
        apt.update();
        Path archive = apt.download(packageName);
        Path unpacked = folder.resolve("unpacked");
        Execution.run(List.of("dpkg", "-x", archive.toString(), unpacked.toString()), UNPACK_LIMIT)
                .orThrow();
        return unpacked;
    }

    private Path program(Path unpacked) {
        try (Stream<Path> files = Files.walk(unpacked)) {
            return files.filter(file -> file.endsWith(name))
                    .filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new LocalStackException("the package contains no program " + name));
        } catch (IOException failure) {
            throw new LocalStackException("cannot read " + unpacked, failure);
        }
    }
}
