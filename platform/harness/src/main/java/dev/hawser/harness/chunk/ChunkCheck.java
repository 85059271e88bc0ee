package dev.hawser.harness.chunk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.limit.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decides whether a line may become a chunk of a run: a JSON object of a known type with the fields that this type needs,
 * or of a {@code data-…} type that is not reserved. What it accepts, the readers of the AI SDK accept, too.
 *
 * <p>Bounded by {@link Limits#CHUNK_BYTES}, {@link Limits#CHUNK_DEPTH} and {@link Limits#CHUNK_TOKENS}; a number that no
 * double holds is refused. Any text passes, also one with U+0000 or half a surrogate pair.
 */
public final class ChunkCheck {

    /** Chunks that only services make, for instance to tell a reader that an attempt was restarted. */
    public static final String RESERVED_PREFIX = "data-hawser-";

    private static final int SHOWN_CHARS = 60;

    private ChunkCheck() {}

    /** What came of a check. */
    public sealed interface Result {

        /** It is a chunk. */
        record Accepted(ObjectNode chunk) implements Result {}

        /** It is none; the reason is for people. */
        record Refused(String reason) implements Result {}

        /** It is larger than a chunk may be. */
        record TooLarge(int bytes) implements Result {}
    }

    /** Checks one line, without its line break. */
    public static Result check(String line) {
        if (line.length() > Limits.CHUNK_BYTES) {
            return new Result.TooLarge(line.length());
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Limits.CHUNK_BYTES) {
            return new Result.TooLarge(bytes.length);
        }
        return refusal(bytes, 0, bytes.length)
                .<Result>map(reason -> new Result.Refused(reason + ": " + shown(line)))
                .orElseGet(() -> new Result.Accepted((ObjectNode) Json.tree(line)));
    }

    /**
     * Why the bytes in {@code [from, from + length)} are no chunk, for people; empty if they are one. Reads them once and
     * builds nothing.
     */
    public static Optional<String> refusal(byte[] bytes, int from, int length) {
        return ChunkScan.refusal(bytes, from, length, true);
    }

    /**
     * Why the bytes in {@code [from, from + length)} are not the JSON of a chunk, whatever its type; empty if they are. For
     * readers of a log, in which a newer runner may have written types that they do not know.
     */
    public static Optional<String> unreadable(byte[] bytes, int from, int length) {
        return ChunkScan.refusal(bytes, from, length, false);
    }

    static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
