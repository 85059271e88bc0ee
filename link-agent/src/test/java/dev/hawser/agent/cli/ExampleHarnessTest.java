package dev.hawser.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.agent.config.AgentHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code examples/harness}, as its README configures it. */
class ExampleHarnessTest {

    private static final int MIB = 1024 * 1024;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path texts;

    @BeforeEach
    void configure() throws IOException {
        texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(folder.resolve("secret.txt"), "not for everybody");
        Files.writeString(folder.resolve("agent.yaml"), """
                harnesses:
                  concordance:
                    type: command
                    argv: [%s, -XX:TieredStopAtLevel=1, Concordance.java, %s]
                    cwd: %s
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        texts,
                        Path.of("..", "examples", "harness").toAbsolutePath().normalize()));
    }

    @Test
    void printsALargeTextLineByLine() throws IOException {
        var text = new StringBuilder();
        var expected = new StringBuilder();
        for (int line = 1; text.length() < MIB; line++) {
            String words = "Zeile " + line + " mit Umlauten äöü, 日本語 und \"Zeichen\" \\ 👋🏽";
            text.append(words).append('\n');
            expected.append("%6d  %s\n".formatted(line, words));
        }
        Files.writeString(texts.resolve("large.txt"), text);

        assertThat(ask("print large.txt")).isZero();

        assertThat(out.toString()).isEqualTo(expected.toString());
    }

    @Test
    void findsAWordInItsContextAndCounts() throws IOException {
        Files.writeString(texts.resolve("a.txt"), "A rope, and\nno Rope\nropes\n");

        assertThat(ask("find rope")).isZero();
        assertThat(out.toString()).contains("[rope], and", "no [Rope]", "2 places of \"rope\" in 3 lines.");

        assertThat(ask("words a.txt")).isZero();
        assertThat(out.toString()).contains("3 lines, 6 words, 5 different");
    }

    @Test
    void readsNothingOutsideItsFolder() throws IOException {
        Files.createSymbolicLink(texts.resolve("link.txt"), folder.resolve("secret.txt"));

        for (String file : new String[] {"../secret.txt", "link.txt", "/etc/passwd", "missing.txt"}) {
            assertThat(ask("print " + file)).isEqualTo(1);
        }

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("harness_failed").doesNotContain("not for everybody");
    }

    private int ask(String question) {
        return AgentCommand.commandLine(Map.of(AgentHome.VARIABLE, folder.toString()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("harness", "test", "concordance", question);
    }
}
