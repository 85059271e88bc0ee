package dev.hawser.launcher.stack;

import dev.hawser.contract.json.Json;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configuration of the local link agent: a first one is written, one that is there is left alone. */
final class AgentConfiguration {

    private AgentConfiguration() {}

    /** Writes {@code agent.yaml} unless there is one, and fills the folder that the example harness reads. */
    static void write(StackFolder folder) {
        Path home = Folders.createPrivate(folder.agent());
        Path file = home.resolve("agent.yaml");
        if (!Files.exists(file)) {
            Path example = folder.root().resolve("examples/harness");
            Path desktop = Folders.createPrivate(folder.desktop());
            copyTexts(example.resolve("texts"), desktop);
            Folders.writePrivate(file, settings(example.resolve("Concordance.java"), desktop));
        }
    }

    private static String settings(Path program, Path desktop) {
        List<String> argv = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                program.toString(),
                desktop.toString());
        return """
                # Written by ./hawser up once; change it as you like and restart.
                defaultHarness: echo
                harnesses:
                  # Answers questions about the texts in its last argument; "files" lists them.
                  concordance:
                    type: command
                    argv: %s
                    cwd: %s
                    timeout: PT5M
                """.formatted(Json.text(argv), Json.text(desktop.toString()));
    }

    private static void copyTexts(Path texts, Path desktop) {
        try (Stream<Path> files = Files.list(texts)) {
            for (Path text : files.filter(Files::isRegularFile).toList()) {
                Path copy = desktop.resolve(text.getFileName());
                if (!Files.exists(copy)) {
                    Files.copy(text, copy);
                }
            }
        } catch (IOException failure) {
            throw new LocalStackException("cannot copy the texts of " + texts + " to " + desktop, failure);
        }
    }
}
