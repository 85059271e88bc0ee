package dev.hawser.e2e.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkMessage;
import dev.hawser.localstack.process.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The configuration of a system's agent: {@code echo}, and the example program as {@code concordance}. */
final class AgentFolder {

    private static final int TOKEN_BYTES = 32;

    private AgentFolder() {}

    static void write(Path folder, Path root, Path desktop, String more) {
        List<String> argv = example(root, desktop);
        try {
            Files.createDirectories(folder);
            Files.createDirectories(desktop);
            Files.writeString(
                    folder.resolve("agent.yaml"), """
                        defaultHarness: echo
                        harnesses:
                          concordance:
                            type: command
                            argv: %s
                            cwd: %s
                            timeout: PT2M
                        """.formatted(Json.text(argv), Json.text(desktop.toString())) + more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token for one more desktop, of the form that the gateway's own have. */
    static String newToken() {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        return "hwl_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Writes a file that only this user may read. */
    static void write(Path file, String text) {
        Folders.writePrivate(file, text);
    }

    /** The example program's own output for a question. */
    static String runExample(Path root, Path desktop, String question) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(example(root, desktop))
                .directory(desktop.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(Json.bytes(item(question)));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the example ended with " + process.exitValue());
        }
        return output;
    }

    private static WorkItem item(String question) {
        JsonNode part = Json.mapper().createObjectNode().put("type", "text").put("text", question);
        String message = Ids.next(IdPrefix.MSG);
        return new WorkItem(
                Ids.runOf(message),
                Ids.next(IdPrefix.THR),
                message,
                1,
                1,
                1,
                Optional.of("concordance"),
                new WorkMessage(message, "user", List.of(part)),
                List.of(),
                Instant.now().plusSeconds(60),
                new CreatedBy("user", Ids.next(IdPrefix.USR), "test"),
                Optional.empty());
    }

    private static List<String> example(Path root, Path desktop) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                root.resolve("examples/harness/Concordance.java").toString(),
                desktop.toString());
    }
}
