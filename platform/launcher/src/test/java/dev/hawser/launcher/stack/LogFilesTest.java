package dev.hawser.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {

    @TempDir
    Path folder;

    @Test
    void aLogThatIsTooLargeIsMovedAsideAndStartsEmpty() throws Exception {
        Path large = folder.resolve("gateway.log");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((32L << 20) + 1);
        }
        Path small = Files.writeString(folder.resolve("agent.log"), "one line\n");

        LogFiles.rotate(folder);

        assertThat(large).isEmptyFile();
        assertThat(folder.resolve("gateway.log.1")).hasSize((32L << 20) + 1);
        assertThat(small).hasContent("one line\n");
    }
}
