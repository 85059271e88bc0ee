package dev.hawser.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {

    @Test
    void theXdgVariableNamesTheFolderIfItIsAbsolute() {
        Path standard = Path.of(System.getProperty("user.home"), ".cache/hawser/nats-server");

        assertThat(UserCache.folder("nats-server", Map.of("XDG_CACHE_HOME", "/var/tmp/cache")))
                .isEqualTo(Path.of("/var/tmp/cache/hawser/nats-server"));
        assertThat(UserCache.folder("nats-server", Map.of())).isEqualTo(standard);
        assertThat(UserCache.folder("nats-server", Map.of("HOME", "/home/ada")))
                .isEqualTo(Path.of("/home/ada/.cache/hawser/nats-server"));
        assertThat(UserCache.folder("nats-server", Map.of("XDG_CACHE_HOME", "relative")))
                .isEqualTo(standard);
    }
}
