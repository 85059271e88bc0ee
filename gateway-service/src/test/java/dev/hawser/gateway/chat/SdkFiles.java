package dev.hawser.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The programs and golden files in {@code src/test/ai-sdk}. */
final class SdkFiles {

    static final Path FOLDER = Path.of("src/test/ai-sdk");

    private SdkFiles() {}

    static List<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String file) {
        return Json.tree(String.join("\n", lines(file)));
    }
}
