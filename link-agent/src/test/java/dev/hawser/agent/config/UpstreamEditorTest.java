package dev.hawser.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.agent.proxy.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamEditorTest {

    private static final Upstream WEB = Upstream.of("web", "http://localhost:5173/app", false);
    private static final Upstream PRINTER = Upstream.of("printer", "http://192.168.1.9", true);

    @TempDir
    private Path folder;

    private Path file;
    private UpstreamEditor editor;

    @BeforeEach
    void choosesAFile() {
        file = folder.resolve("agent.yaml");
        editor = new UpstreamEditor(file);
    }

    @Test
    void upstreamsAreAddedReplacedAndRemoved() throws IOException {
        editor.add(WEB);
        editor.add(PRINTER);
        assertThat(exposed()).containsOnlyKeys("web", "printer").containsEntry("printer", PRINTER);

        Upstream moved = Upstream.of("web", "http://localhost:3000", false);
        editor.add(moved);
        assertThat(exposed()).containsEntry("web", moved);

        assertThat(editor.remove("web")).isTrue();
        assertThat(editor.remove("web")).isFalse();
        assertThat(exposed()).containsOnlyKeys("printer");
        assertThat(editor.remove("printer")).isTrue();
        assertThat(exposed()).isEmpty();
    }

    @Test
    void everyOtherLineStaysAsItIs() throws IOException {
        String rest = """
                # my desktop
                maxRuns: 2   # not more
                upstreams:   # what I show
                    # the shop
                    shop: http://localhost:8000

                    api:
                        url: http://localhost:9000
                        # slow
                        allowHost: false
                defaultHarness: echo
                """;
        Files.writeString(file, rest);

        editor.add(WEB);
        assertThat(exposed()).containsOnlyKeys("shop", "api", "web");
        editor.remove("web");

        assertThat(file).hasContent(rest);
        editor.remove("api");
        assertThat(exposed()).containsOnlyKeys("shop");
        assertThat(Files.readString(file)).contains("# the shop", "# not more", "defaultHarness: echo");
    }

    @Test
    void aShapeThatCannotBeEditedIsLeftAlone() throws IOException {
        String flow = "upstreams: {shop: 'http://localhost:8000'}\n";
        Files.writeString(file, flow);

        assertThatThrownBy(() -> editor.add(WEB)).isInstanceOf(InvalidConfigException.class);

        assertThat(file).hasContent(flow);
        assertThat(folder).isDirectoryNotContaining("glob:**agent?*.yaml");
    }

    @Test
    void aBadUpstreamIsRefusedWithItsName() throws IOException {
        Files.writeString(file, "upstreams:\n  web: gopher://localhost\n");

        assertThatThrownBy(this::exposed).hasMessageContaining("upstreams.web").hasMessageContaining("gopher");
    }

    @Test
    void aRunningAgentTakesAChangeUpAndKeepsWhatItHasWhenTheFileIsBroken() throws IOException {
        var running = new Exposed(file);
        assertThat(running.get()).isEmpty();

        editor.add(WEB);
        await().untilAsserted(() -> assertThat(running.get()).containsOnlyKeys("web"));

        Files.writeString(file, "upstreams: [");
        editorSees("upstreams: [");
        assertThat(running.get()).containsOnlyKeys("web");
        Files.writeString(file, "maxRuns: 3\n");
        await().untilAsserted(() -> assertThat(running.get()).isEmpty());
    }

    private void editorSees(String content) {
        assertThat(file).hasContent(content);
        assertThatThrownBy(() -> editor.add(PRINTER)).isInstanceOf(InvalidConfigException.class);
    }

    private java.util.Map<String, Upstream> exposed() {
        return Exposed.of(ConfigFile.read(file));
    }
}
