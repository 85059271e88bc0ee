package dev.hawser.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.agent.config.AgentHome;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;

    @Test
    void theHarnessesAreListedAndTheDefaultOneHasAStar() throws IOException {
        settings("""
                defaultHarness: count
                harnesses:
                  count: {type: command, argv: [wc, -c]}
                """);

        assertThat(run("harness", "list")).isZero();

        assertThat(out.toString()).isEqualTo("count *\necho\n");
    }

    @Test
    void aHarnessIsTriedWithoutAnyServer() {
        assertThat(run("harness", "test", "echo", "hello  you")).isZero();

        assertThat(out.toString()).isEqualTo("hello  you");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withJsonTheOutputIsOneObjectALine() {
        assertThat(run("harness", "test", "--json", "echo", "one two")).isZero();

        assertThat(out.toString().lines())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(Json.tree(line).path("type").asText()).isEqualTo("text-delta"));
    }

    @Test
    void whatIsExposedIsAddedListedAndRemoved() {
        assertThat(run("expose", "add", "web", "http://localhost:5173")).isZero();
        assertThat(run("expose", "list", "--json")).isZero();

        assertThat(Json.tree(out.toString())).isEqualTo(Json.tree("""
                {"name": "web", "url": "http://localhost:5173", "allowHost": false}"""));
        assertThat(run("expose", "remove", "web")).isZero();
        assertThat(run("expose", "remove", "web")).isEqualTo(3);
        assertThat(err.toString()).contains("Nothing is exposed as 'web'.");
    }

    @Test
    void aUrlThatCannotBeIsRefusedBeforeTheFileIsTouched() {
        assertThat(run("expose", "add", "web", "localhost:5173")).isEqualTo(2);

        assertThat(err.toString()).contains("'localhost:5173'");
        assertThat(run("expose", "list")).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFailingHarnessExitsWithOneAndSaysWhyOnStandardError() throws IOException {
        settings("""
                harnesses:
                  bad: {type: command, argv: [sh, -c, "echo no paper >&2; exit 1"]}
                """);

        assertThat(run("harness", "test", "bad")).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("harness_failed: no paper");
    }

    @Test
    void anUnknownHarnessExitsWithThree() {
        assertThat(run("harness", "test", "nobody")).isEqualTo(3);
    }

    @Test
    void withoutAnAgentTheStatusIsDown() {
        assertThat(run("status")).isEqualTo(3);
        assertThat(out.toString()).isEqualTo("down\n");

        assertThat(run("status", "--json")).isEqualTo(3);
        assertThat(out.toString()).endsWith("{\"state\":\"down\"}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxRuns: 0",
                "maxRuns: many",
                "servr: http://x",
                "harnesses: {x: {type: magic}}",
                "harnesses: {x: {type: command}}",
                "harnesses: {x: {type: command, argv: [a], env: [HAWSER_TOKEN]}}",
                "harnesses: {x: {type: command, argv: [a], cwd: /no/such/folder}}",
                "harnesses: {x: {type: command, argv: [a], timeout: soon}}",
                "harnesses: {x y: {type: echo}}",
                "defaultHarness: nobody",
                "harnesses: ["
            })
    void settingsThatMakeNoSenseAreAUsageErrorThatNamesThem(String yaml) throws IOException {
        settings(yaml);

        assertThat(run("harness", "list")).isEqualTo(2);

        assertThat(err.toString()).containsAnyOf("agent.yaml", "harnesses", "defaultHarness");
    }

    @Test
    void upNeedsAServer() {
        assertThat(run("up", "--foreground")).isEqualTo(2);

        assertThat(err.toString()).contains("--server", "HAWSER_SERVER");
    }

    @Test
    void aTokenOnTheCommandLineIsRefused() {
        assertThat(run("login", "--server", "http://127.0.0.1:1", "--token", "hwl_secret"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--token -").doesNotContain("hwl_secret");
    }

    @Test
    void loginWithoutAServerThatAnswersSaysSo() {
        assertThat(run("login", "--server", "http://127.0.0.1:1")).isEqualTo(3);

        assertThat(err.toString()).contains("http://127.0.0.1:1 cannot be reached");
        assertThat(home.resolve("token")).doesNotExist();
    }

    @Test
    void logoutKeepsTheTokenThatItCouldNotGiveBack() throws IOException {
        assertThat(run("logout")).isEqualTo(3);
        assertThat(err.toString()).contains("not linked");
        Files.writeString(home.resolve("token"), "hwl_" + "a".repeat(43));

        assertThat(run("logout", "--server", "http://127.0.0.1:1")).isEqualTo(3);
        assertThat(home.resolve("token")).exists();
        assertThat(run("login", "--server", "http://127.0.0.1:1")).isEqualTo(5);

        assertThat(run("logout", "--forget")).isZero();
        assertThat(home.resolve("token")).doesNotExist();
    }

    @Test
    void upWithoutATokenIsSignedOut() {
        assertThat(run("up", "--foreground", "--server", "http://127.0.0.1:1")).isEqualTo(4);

        assertThat(err.toString()).contains("no link token in " + home.resolve("token"));
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "login",
                "logout",
                "status",
                "harness",
                "harness list",
                "harness test",
                "expose",
                "expose add",
                "expose list"
            })
    void everyCommandHasHelp(String command) {
        String[] args = (command + " --help").strip().split(" ", -1);

        assertThat(run(args)).isZero();

        assertThat(out.toString()).startsWith("Usage: link-agent");
    }

    private void settings(String yaml) throws IOException {
        Files.writeString(home.resolve("agent.yaml"), yaml);
    }

    private int run(String... args) {
        return AgentCommand.commandLine(Map.of(AgentHome.VARIABLE, home.toString()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
