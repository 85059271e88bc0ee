package dev.hawser.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.localstack.process.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A development server that reloads pages as their files change, as docs/proxy.md says to set it up. */
@EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
@Timeout(180)
class DevServerIT {

    private static final String VITE = "vite@7.1.12";
    private static final Pattern TOKEN = Pattern.compile("wsToken = \"([^\"]+)\"");

    private final ProxySystem system = ProxySystem.shared();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path project;

    @Test
    void aPageLoadsAndHearsOfAChangedFile() throws Exception {
        assumeThat(isThere("node") && isThere("npm"))
                .as("node and npm are installed")
                .isTrue();
        String base = system.path("vite");
        write("index.html", "<!doctype html><script type=\"module\" src=\"/main.js\"></script>");
        write("main.js", "export const word = 'first'; if (import.meta.hot) import.meta.hot.accept();");
        run("npm", "install", "--no-audit", "--no-fund", "--prefix", project.toString(), VITE);
        int port = FreePorts.choose();
        Process vite = start(
                "node",
                "node_modules/vite/bin/vite.js",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--strictPort",
                "--base",
                base);
        try {
            system.expose("vite", "http://127.0.0.1:" + port + base);
            await().atMost(Duration.ofSeconds(30)).until(() -> get(base).statusCode() == 200);

            assertThat(get(base).body()).contains(base + "@vite/client", base + "main.js");
            assertThat(get(base + "main.js").body()).contains("first");
            Messages messages = listen(base);
            assertThat(messages.next()).contains("connected");
            write("main.js", "export const word = 'second'; if (import.meta.hot) import.meta.hot.accept();");

            assertThat(messages.next()).contains("\"update\"", "/main.js");
            assertThat(get(base + "main.js").body()).contains("second");
        } finally {
            vite.destroyForcibly();
        }
    }

    private Messages listen(String base) throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(get(base + "@vite/client").body());
        assertThat(token.find()).isTrue();
        var messages = new Messages();
        http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + system.token())
                .subprotocols("vite-hmr")
                .buildAsync(
                        URI.create(system.url().toString().replace("http:", "ws:") + base + "?token=" + token.group(1)),
                        messages)
                .join();
        return messages;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(system.url().resolve(path))
                .header("Authorization", "Bearer " + system.token())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(project.resolve(name), content);
    }

    private void run(String... command) throws IOException, InterruptedException {
        assertThat(start(command).waitFor()).as(List.of(command).toString()).isZero();
    }

    private Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        project.resolve("output.log").toFile()))
                .start();
    }

    private static boolean isThere(String program) {
        for (String folder : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static final class Messages implements WebSocket.Listener {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
