package dev.hawser.launcher.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hawser.contract.json.Json;
import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stack says of itself, for other commands and for the next start.
 *
 * @param phase how far it is
 * @param supervisor the process that started everything
 * @param startedAt when
 * @param url where browsers and scripts go
 * @param ports the HTTP port of each service, kept over starts
 * @param natsUrl where NATS clients connect, once that is known
 * @param databaseUrl where Postgres clients connect, once that is known
 * @param parts what it consists of, in the order of their start
 */
public record StackState(
        Phase phase,
        ProcessIdentity supervisor,
        Instant startedAt,
        String url,
        Map<String, Integer> ports,
        Optional<String> natsUrl,
        Optional<String> databaseUrl,
        List<PartState> parts) {

    /** How far a stack is. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING,
        STOPPED
    }

    public StackState {
        ports = Map.copyOf(ports);
        parts = List.copyOf(parts);
    }

    /** What the file says; empty if there is none. */
    public static Optional<StackState> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(Folders.read(file), StackState.class));
        } catch (JsonProcessingException damaged) {
            throw new LauncherException(ExitCode.FAILURE, file + " is damaged; stop what runs and delete it", damaged);
        }
    }

    /** Replaces the file as one step. */
    public void write(Path file) {
        Folders.writePrivate(file, Json.text(this));
    }
}
