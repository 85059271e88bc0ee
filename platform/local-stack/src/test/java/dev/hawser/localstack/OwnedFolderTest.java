package dev.hawser.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedFolderTest {

    @TempDir
    Path parent;

    @Test
    void onlyWhatADeadProcessLeftIsDeleted() throws Exception {
        Path dead =
                Files.createDirectories(parent.resolve("hawser-stack-1/nats")).getParent();
        Files.writeString(
                parent.resolve("hawser-stack-1/owner"),
                ProcessHandle.current().pid() + " " + Instant.parse("2020-01-01T00:00:00Z"));
        Path foreign = Files.createDirectories(parent.resolve("something-else"));
        Path unsigned = Files.createDirectories(parent.resolve("hawser-stack-2"));

        Path first = OwnedFolder.create(parent);
        Path second = OwnedFolder.create(parent);

        assertThat(dead).doesNotExist();
        assertThat(first).isDirectory().isNotEqualTo(second);
        assertThat(second).isDirectory();
        assertThat(foreign).isDirectory();
        assertThat(unsigned).isDirectory();
    }
}
