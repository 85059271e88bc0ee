package dev.hawser.localstack.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.localstack.process.LocalStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsServerFinderTest {

    @TempDir
    Path folder;

    private int fetches;

    @Test
    void theNamedServerComesFirst() throws IOException {
        Path named = server(folder.resolve("mine"), "2.13.0");
        server(folder.resolve("bin"), "2.14.0");

        NatsServerBinary found = finder(Map.of("NATS_SERVER", named.toString())).find();

        assertThat(found.path()).isEqualTo(named);
        assertThat(found.version()).isEqualTo(new NatsVersion(2, 13, 0));
    }

    @Test
    void aNamedServerThatIsTooOldIsRefusedInsteadOfReplaced() throws IOException {
        Path named = server(folder.resolve("mine"), "2.12.6");

        assertThatThrownBy(() -> finder(Map.of("NATS_SERVER", named.toString())).find())
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("2.12.6")
                .hasMessageContaining("2.12.7");
    }

    @Test
    void aServerOnPathIsTakenIfItIsNewEnough() throws IOException {
        Path onPath = server(folder.resolve("bin"), "2.12.7");

        assertThat(finder(Map.of()).find().path()).isEqualTo(onPath);
        assertThat(fetches).isZero();
    }

    @Test
    void anOldServerOnPathIsPassedOverAndWhatIsFetchedIsKept() throws IOException {
        server(folder.resolve("bin"), "2.9.10");

        NatsServerBinary fetched = finder(Map.of(), source("2.15.1")).find();
        NatsServerBinary kept = finder(Map.of(), source("2.15.1")).find();

        assertThat(fetches).isEqualTo(1);
        assertThat(kept).isEqualTo(fetched);
        assertThat(kept.path()).isEqualTo(folder.resolve("cache/2.15.1/nats-server"));
        assertThat(kept.origin()).isEqualTo("a test's source");
        assertThat(folder.resolve("cache")).isDirectoryNotContaining("glob:**fetching*");
    }

    @Test
    void aSourceThatFailsIsFollowedByTheNext() {
        assertThat(finder(Map.of(), unreachable(), source("2.14.7")).find().version())
                .isEqualTo(new NatsVersion(2, 14, 7));
    }

    @Test
    void whenAllSourcesFailEachReasonIsToldAndWhatToDo() {
        assertThatThrownBy(
                        () -> finder(Map.of(), unreachable(), source("2.9.10")).find())
                .hasMessageContaining("nobody answers")
                .hasMessageContaining("it has only version 2.9.10")
                .hasMessageContaining("set NATS_SERVER to its path");
    }

    private NatsServerFinder finder(Map<String, String> environment, NatsServerSource... sources) {
        var all = new java.util.HashMap<>(environment);
        all.put("PATH", folder.resolve("bin").toString());
        return new NatsServerFinder(all, folder.resolve("cache"), List.of(sources));
    }

    private NatsServerSource source(String version) {
        return new NatsServerSource() {
            @Override
            public String description() {
                return "a test's source";
            }

            @Override
            public Path fetchInto(Path work) {
                fetches++;
                try {
                    return server(work.resolve("unpacked"), version);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        };
    }

    private static NatsServerSource unreachable() {
        return new NatsServerSource() {
            @Override
            public String description() {
                return "a source that is away";
            }

            @Override
            public Path fetchInto(Path work) {
                throw new LocalStackException("nobody answers");
            }
        };
    }

    private static Path server(Path in, String version) throws IOException {
        Path program = Files.createDirectories(in).resolve("nats-server");
        Files.writeString(program, "#!/bin/sh\necho nats-server: v" + version + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
