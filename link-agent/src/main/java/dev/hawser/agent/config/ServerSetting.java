package dev.hawser.agent.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/** Writes to {@code agent.yaml} which server this desktop belongs to, unless the file says so already. */
public final class ServerSetting {

    private final Path file;

    public ServerSetting(Path file) {
        this.file = file;
    }

    /** Remembers the server if none is written down; answers the one that the file names from now on. */
    public URI remember(URI server) throws IOException {
        Optional<URI> known = ConfigFile.read(file).server();
        if (known.isPresent()) {
            return known.get();
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Path next = Files.createTempFile(folder, "agent", ".yaml");
        try {
            String rest = Files.exists(file) ? Files.readString(file) : "";
            Files.writeString(next, "server: \"" + server + "\"\n" + rest);
            ConfigFile.read(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
        return server;
    }
}
