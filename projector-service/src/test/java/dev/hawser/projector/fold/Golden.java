package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reader of the AI SDK made of a list of chunks.
 *
 * @param message absent where the reader gives up
 */
public record Golden(String name, SdkReader reader, List<ObjectNode> chunks, Optional<JsonNode> message) {

    /** The script ends each list with this chunk. */
    private static final String LAST = "{\"type\":\"message-metadata\",\"messageMetadata\":{\"last\":true}}";

    public Golden {
        chunks = List.copyOf(chunks);
    }

    /** All of both readers. */
    static List<Golden> all() {
        var all = new ArrayList<Golden>();
        for (String file : List.of("written.ndjson", "random.ndjson")) {
            for (JsonNode row : rows(file)) {
                JsonNode six = row.path("ai6");
                all.add(of(row, SdkReader.AI_6, six));
                all.add(of(row, SdkReader.AI_7, row.has("ai7") ? row.path("ai7") : six));
            }
        }
        return all;
    }

    /** Those of a reader that it does not give up. */
    public static List<Golden> readable(SdkReader reader) {
        return all().stream()
                .filter(golden -> golden.reader() == reader && golden.message().isPresent())
                .toList();
    }

    private static Golden of(JsonNode row, SdkReader reader, JsonNode result) {
        var chunks = new ArrayList<ObjectNode>();
        row.path("chunks").forEach(chunk -> chunks.add(chunk.deepCopy()));
        chunks.add((ObjectNode) Json.tree(LAST));
        return new Golden(
                row.path("name").asText(),
                reader,
                chunks,
                result.has("gaveUp") ? Optional.empty() : Optional.of(result));
    }

    /** Compares as JavaScript would: 2.5e3 is 2500. */
    static final Comparator<JsonNode> BY_VALUE = (one, other) ->
            (one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue()) || one.equals(other)
                    ? 0
                    : 1;

    /** Whether two values are the same to JavaScript. */
    public static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    /** The rows of a golden file. */
    static List<JsonNode> rows(String file) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::tree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return reader + " " + name;
    }
}
