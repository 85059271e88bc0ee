package dev.hawser.agent.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file with the link token; read each time, so that a new token is used without a restart. */
public record TokenFile(Path file) {

    /** There is no token. */
    public static final class MissingTokenException extends IOException {

        private static final long serialVersionUID = 1L;

        MissingTokenException(String message) {
            super(message);
        }
    }

    String read() throws IOException {
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
