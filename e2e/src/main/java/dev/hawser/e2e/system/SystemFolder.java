package dev.hawser.e2e.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a system keeps its files.
 *
 * @param path the folder
 */
record SystemFolder(Path path) {

    static SystemFolder temporary() {
        try {
            return new SystemFolder(Files.createTempDirectory("hawser-system-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the gateways write the credentials of the local user. */
    Path local() {
        return path.resolve("local");
    }

    /** The folder that the example harness may read. */
    Path desktop() {
        return path.resolve("desktop");
    }

    /** One of the credentials of the local user. */
    String credential(String name) {
        try {
            return Files.readString(local().resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
