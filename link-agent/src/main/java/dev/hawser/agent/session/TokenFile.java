package dev.hawser.agent.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** The file with the link token; read each time, so that a new token is used without a restart. */
public record TokenFile(Path file) {

    /** There is no token. */
    public static final class MissingTokenException extends IOException {

        private static final long serialVersionUID = 1L;

        MissingTokenException(String message) {
            super(message);
        }
    }

    /** True if there is a file, whatever is in it. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** Puts a token in, for this user alone; nobody sees half of it. */
    public void write(String token) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Path next = Files.createTempFile(
                folder,
                "token",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(next, token + '\n');
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Takes the token away; false if there was none. */
    public boolean delete() throws IOException {
        return Files.deleteIfExists(file);
    }

    /**
     * The token.
     *
     * @throws MissingTokenException if there is none
     */
    public String read() throws IOException {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new MissingTokenException(file + " holds no link token");
            }
            return token;
        } catch (NoSuchFileException e) {
            throw new MissingTokenException("there is no link token in " + file);
        }
    }
}
