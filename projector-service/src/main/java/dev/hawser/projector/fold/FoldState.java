package dev.hawser.projector.fold;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Chain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The stored form of an open fold: JSON in ASCII, so that half a surrogate pair at the end of a delta survives.
 *
 * @param nextSeq seq of the next record in the log
 * @param chain chain after the last
 * @param durableSeq highest seq that is contained
 * @param bytes what the attempt has written
 * @param poison why nothing more is folded
 * @param message the message and what of it may still grow
 */
public record FoldState(
        long nextSeq,
        String chain,
        long durableSeq,
        long bytes,
        Optional<Claim> claim,
        Optional<String> poison,
        JsonNode message) {

    private static final ObjectWriter WRITER = Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    /** A text of many deltas may be longer than a chunk, and chunks are nested deeper in here. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectReader READER =
            Json.mapper().readerFor(FoldState.class).with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    /** The claim that the fold belongs to. */
    public record Claim(long fence, long attempt, long from, long next, String chain) {

        static Claim of(ClaimMark mark) {
            return new Claim(
                    mark.fence(),
                    mark.attempt(),
                    mark.from(),
                    mark.next(),
                    mark.chain().text());
        }

        ClaimMark mark() {
            return new ClaimMark(fence, attempt, from, next, Chain.parse(chain));
        }
    }

    /** The bytes to store. */
    public byte[] bytesToStore() {
        try {
            return WRITER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a fold that cannot be written", e);
        }
    }

    /**
     * Reads stored bytes.
     *
     * @throws UncheckedIOException if they are of another shape
     */
    public static FoldState read(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            return READER.readValue(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("not a fold: " + e.getMessage(), e);
        }
    }
}
