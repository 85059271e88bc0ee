package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README of tunnel-core is this class's neighbour, word for word, and it runs. */
class TunnelExampleTest {

    private static final Path README = Path.of("..", "tunnel-core", "README.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/hawser/e2e/tunnel/TunnelExample.java");
    private static final Pattern SHOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theExampleRuns() throws InterruptedException {
        try (TunnelServer server = TunnelServer.start(folder);
                var agent = server.link("lnk_example");
                var host = TunnelExample.serve(agent, "lnk_example")) {
            Flush.of(agent);

            assertThat(TunnelExample.ask(server.serviceOptions(), "lnk_example"))
                    .isEqualTo("hello, /greeting");
            assertThat(host.liveStreams()).isZero();
        }
    }

    @Test
    void theReadmeShowsIt() throws IOException {
        String readme = Files.readString(README, UTF_8);
        String source = Files.readString(SOURCE, UTF_8).replaceAll("\\s+", " ");

        Matcher shown = SHOWN.matcher(readme);

        assertThat(shown.find()).isTrue();
        assertThat(source).contains(shown.group(1).strip().replaceAll("\\s+", " "));
    }
}
