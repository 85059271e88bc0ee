package dev.hawser.launcher.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackLockTest {

    @TempDir
    Path folder;

    @Test
    void onlyOneHolderAtATime() {
        Path file = folder.resolve("supervisor.lock");
        assertThat(StackLock.isTaken(file)).isFalse();

        StackLock lock = StackLock.take(file).orElseThrow();

        assertThat(StackLock.isTaken(file)).isTrue();
        assertThat(StackLock.take(file)).isEmpty();
        lock.close();
        assertThat(StackLock.isTaken(file)).isFalse();
    }
}
