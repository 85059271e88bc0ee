package dev.hawser.localstack;

import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.Stream;

/** Temporary folders that say which process they belong to, so that those of a killed one can be deleted later. */
final class OwnedFolder {

    private static final String PREFIX = "hawser-stack-";
    private static final String OWNER = "owner";

    private OwnedFolder() {}

    /** A new folder of this process below a parent; what dead processes have left there is deleted. */
    static Path create(Path parent) {
        try {
            deleteAbandoned(parent);
            Path folder = Files.createTempDirectory(parent, PREFIX);
            ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());
            Folders.writePrivate(folder.resolve(OWNER), self.pid() + " " + self.startedAt());
            return folder;
        } catch (IOException failure) {
            throw new LocalStackException("cannot create a temporary folder in " + parent, failure);
        }
    }

    private static void deleteAbandoned(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path folder : entries.filter(OwnedFolder::isAbandoned).toList()) {
                Folders.delete(folder);
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        Path owner = folder.resolve(OWNER);
        if (!folder.getFileName().toString().startsWith(PREFIX) || !Files.isReadable(owner)) {
            return false;
        }
        String[] parts = Folders.read(owner).split(" ", 2);
        try {
            return new ProcessIdentity(Long.parseLong(parts[0]), Instant.parse(parts[parts.length - 1]), "")
                    .find()
                    .isEmpty();
        } catch (NumberFormatException | DateTimeParseException notOurs) {
            return false;
        }
    }
}
