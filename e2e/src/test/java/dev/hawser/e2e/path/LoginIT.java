package dev.hawser.e2e.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.system.BuiltPrograms;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody links a new desktop, uses it, and lets go of it. */
@Timeout(120)
class LoginIT {

    private static final int SIGNED_OUT = 4;
    private static final int LINKED_ALREADY = 5;

    private final HawserSystem system = HawserSystem.start();
    private final Api api = system.api();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
        system.close();
    }

    @Test
    @DisplayName("a desktop that was linked by a code answers, and is let go of by logout")
    void aDesktopIsLinkedAnswersAndIsLetGo() throws Exception {
        system.stop(new Pod(Part.AGENT, 1));
        Process login = agent("login", "--server", system.url().toString(), "--name", "new laptop", "--json");
        JsonNode asked = Json.tree(output(login).readLine());
        assertThat(asked.path("event").asText()).isEqualTo("authorization_required");
        String session = signIn();

        assertThat(form(session, "/device", "code", asked.path("userCode").asText(), "decision", "approve")
                        .body())
                .contains("new laptop is linked");

        JsonNode linked = Json.tree(output(login).readLine());
        assertThat(login.waitFor()).isZero();
        assertThat(linked.path("event").asText()).isEqualTo("linked");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("token"))))
                .isEqualTo("rw-------");
        assertThat(agent("login").waitFor())
                .as("it knows its server, and that it is linked")
                .isEqualTo(LINKED_ALREADY);

        Process up = agent("up", "--foreground");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.call("GET", "/api/links/me", "")
                        .body()
                        .findValuesAsText("online")
                        .contains("true"));
        String thread = api.newThread();
        String run = api.run(thread, "hello from the new one");
        assertThat(api.awaitAnswer(thread, run, Duration.ofSeconds(20))).isEqualTo("hello from the new one");

        assertThat(agent("logout").waitFor()).isZero();

        assertThat(up.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isEqualTo(SIGNED_OUT);
        assertThat(home.resolve("token")).doesNotExist();
        assertThat(api.call("GET", "/api/links", "").body().toString())
                .doesNotContain(linked.path("linkId").asText());
    }

    private Process agent(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                BuiltPrograms.ofThisBuild().agent().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HAWSER_AGENT_HOME", home.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static BufferedReader output(Process process) {
        return process.inputReader(UTF_8);
    }

    /** A browser's session, by the link that the command line prints. */
    private String signIn() throws Exception {
        URI link = URI.create(system.freshSignInLink());
        HttpResponse<String> answer =
                form("", "/sign-in", "code", link.getQuery().substring("code=".length()));
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private HttpResponse<String> form(String cookie, String path, String... fields) throws Exception {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + '=' + URLEncoder.encode(fields[i + 1], UTF_8));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(system.url().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
