package dev.hawser.harness.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.limit.Limits;
import dev.hawser.harness.chunk.ChunkCheck.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"start\"}",
                "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"\",\"more\":1}",
                "{\"type\":\"tool-output-available\",\"toolCallId\":\"c\",\"output\":null}",
                "{\"type\":\"data-weather\",\"data\":{\"c\":21}}",
                "{\"type\":\"message-metadata\",\"messageMetadata\":{}}",
                "{\"delta\":\"a\\u0000b\\ud83d\",\"id\":\"t\",\"type\":\"text-delta\"}",
                "{\"type\":\"text-end\",\"id\":\"t\",\"citations\":[{}],\"providerMetadata\":{\"p\":{}}}",
                "{\"type\":\"tool-input-start\",\"toolCallId\":\"c\",\"toolName\":\"t\",\"dynamic\":true}",
                "{\"type\":\"tool-approval-response\",\"approvalId\":\"a\",\"approved\":false}",
                "{\"type\":\"steering-message\",\"id\":\"s\",\"parts\":[{\"type\":\"text\",\"text\":\"x\"}]}",
                "{\"type\":\"data-x\",\"data\":[1e308,-1,123456789012345678901234567890],\"title\":1}",
                "{\"type\":\"data-x\",\"data\":{\"constructor\":[{\"prototype\":1}],\"prototype\":1}}"
            })
    void aKnownTypeWithItsTextsIsAChunk(String line) {
        assertThat(ChunkCheck.check(line)).isInstanceOf(Result.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "hello",
                "[]",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"text\"}",
                "{\"type\":\"data-\",\"data\":1}",
                "{\"type\":\"data-x\"}",
                "{\"type\":\"data-hawser-restart\",\"data\":{}}",
                "{\"type\":\"text-delta\",\"id\":\"t\"}",
                "{\"type\":\"text-start\",\"id\":7}",
                "{\"type\":\"start\"} {\"type\":\"start\"}",
                "{\"type\":\"start\"",
                "{\"type\":\"start\",\"messageId\":null}",
                "{\"type\":\"finish\",\"finishReason\":\"whatever\"}",
                "{\"type\":\"text-start\",\"id\":\"t\",\"providerMetadata\":{\"p\":1}}",
                "{\"type\":\"text-start\",\"id\":\"t\",\"providerMetadata\":null}",
                "{\"type\":\"text-end\",\"id\":\"t\",\"citations\":[1]}",
                "{\"type\":\"tool-input-start\",\"toolCallId\":\"c\",\"toolName\":\"t\",\"dynamic\":\"yes\"}",
                "{\"type\":\"tool-approval-response\",\"approvalId\":\"a\",\"approved\":\"yes\"}",
                "{\"type\":\"data-x\",\"data\":1,\"id\":7}",
                "{\"type\":\"data-x\",\"data\":1,\"transient\":1}",
                "{\"type\":\"data-x\",\"data\":[1e400]}",
                "{\"type\":\"data-x\",\"data\":{\"__proto__\":1}}",
                "{\"type\":\"data-x\",\"data\":[{\"constructor\":{\"prototype\":1}}]}"
            })
    void anythingElseIsRefusedWithAReason(String line) {
        assertThat(ChunkCheck.check(line))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.reason()).isNotBlank());
    }

    @Test
    void aChunkAboveTheLimitIsTooLarge() {
        String delta = "é".repeat(Limits.CHUNK_BYTES / 2);

        assertThat(ChunkCheck.check(Chunks.line(Chunks.textDelta("t", delta)))).isInstanceOf(Result.TooLarge.class);
    }

    @Test
    void aTextAsLargeAsAChunkMayBeIsAChunk() {
        String delta = "x".repeat(Limits.CHUNK_BYTES - 100);

        assertThat(ChunkCheck.check(Chunks.line(Chunks.textDelta("t", delta)))).isInstanceOf(Result.Accepted.class);
    }

    @Test
    void depthAndTokensAreBounded() {
        int depth = Limits.CHUNK_DEPTH - 1;

        assertThat(ChunkCheck.check(nested(depth))).isInstanceOf(Result.Accepted.class);
        assertThat(ChunkCheck.check(nested(depth + 1))).isInstanceOf(Result.Refused.class);
        assertThat(ChunkCheck.check(nested(100_000))).isInstanceOf(Result.Refused.class);
        assertThat(ChunkCheck.check(data("[" + "0,".repeat(Limits.CHUNK_TOKENS) + "0]")))
                .isInstanceOf(Result.Refused.class);
    }

    @Test
    void halfASurrogatePairSurvivesTheBytesOfALine() {
        String line = Chunks.line(Chunks.textDelta("t", "é \ud83d"));

        String read = new String(line.getBytes(UTF_8), UTF_8);

        assertThat(ChunkCheck.check(read))
                .isInstanceOfSatisfying(
                        Result.Accepted.class,
                        accepted -> assertThat(accepted.chunk().path("delta").textValue())
                                .isEqualTo("é \ud83d"));
    }

    private static String nested(int depth) {
        return data("[".repeat(depth) + "]".repeat(depth));
    }

    private static String data(String json) {
        return "{\"type\":\"data-x\",\"data\":" + json + "}";
    }

    @Test
    void whatTheFactoryMakesPassesTheCheck() {
        assertThat(java.util.List.of(
                        Chunks.start(),
                        Chunks.start("msg_1"),
                        Chunks.startStep(),
                        Chunks.textStart("0"),
                        Chunks.textDelta("0", "line\nbreak"),
                        Chunks.textEnd("0"),
                        Chunks.title("A title"),
                        Chunks.error("failed"),
                        Chunks.abort("stopped"),
                        Chunks.finishStep(),
                        Chunks.finish("stop")))
                .allSatisfy(chunk -> {
                    assertThat(Chunks.line(chunk)).doesNotContain("\n");
                    assertThat(ChunkCheck.check(Chunks.line(chunk))).isEqualTo(new Result.Accepted(chunk));
                });
    }
}
