package dev.hawser.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Tells machines apart without telling which one it is: a hash of the system's id, or a random one that is kept. */
public final class MachineId {

    private static final Path SYSTEM = Path.of("/etc/machine-id");
    private static final int BYTES = 16;

    private MachineId() {}

    /** The id of this machine; the file is written where the system has none. */
    public static String of(Path file) throws IOException {
        String system = Files.isReadable(SYSTEM) ? Files.readString(SYSTEM).strip() : "";
        return hash(system.isEmpty() ? kept(file) : system);
    }

    private static String kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, UUID.randomUUID().toString());
        }
        return Files.readString(file).strip();
    }

    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(("hawser:" + id).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
