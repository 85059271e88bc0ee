package dev.hawser.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {

    @TempDir
    Path folder;

    @Test
    void onlyWholeNewLinesAreReturnedAndATruncatedFileIsReadFromItsStart() throws Exception {
        Path file = folder.resolve("a.log");
        var followed = new FollowedFile(file);
        assertThat(followed.newText()).isEmpty();

        Files.writeString(file, "größe\nhal");
        assertThat(followed.newText()).contains("größe\n");
        assertThat(followed.newText()).isEmpty();

        Files.writeString(file, "f\n", StandardOpenOption.APPEND);
        assertThat(followed.newText()).contains("half\n");

        Files.writeString(file, "new\n");
        assertThat(followed.newText()).contains("new\n");
    }
}
