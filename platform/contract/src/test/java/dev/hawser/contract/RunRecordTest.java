package dev.hawser.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.MalformedRecordException;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecordTest {

    private static final String RUN = Samples.RUN;

    /** A run with a lost attempt: claim, two records, one of two fragments, a claim, a record, the end. */
    private static RunRecord[] log() {
        var link = Optional.of(Samples.LINK);
        Body first = Body.of(Json.bytes(new ClaimBody(1, 1, 0, "link", link, "dispatch-0")));
        Body second = Body.of(Json.bytes(new ClaimBody(2, 5, 0, "link", link, "dispatch-1")));
        Body chunks = Body.of("{\"type\":\"start\"}\n{\"type\":\"text-start\",\"id\":\"t\"}\n");
        Body end = Body.of(Json.bytes(EndBody.failed(RunErrorCode.HARNESS_FAILED, "exit code 3")));
        var log = new RunRecord[7];
        log[0] = record(null, RecordKind.CLAIM, 1, 1, Optional.empty(), first);
        log[1] = record(log[0], RecordKind.CHUNKS, 1, 1, Optional.empty(), chunks);
        log[2] = record(
                log[1], RecordKind.CHUNKS, 1, 2, Optional.of(new Fragment(1, 2)), Body.of("{\"type\":\"file\","));
        log[3] = record(
                log[2], RecordKind.CHUNKS, 1, 3, Optional.of(new Fragment(2, 2)), Body.of("\"url\":\"data:,\"}\n"));
        log[4] = record(log[3], RecordKind.CLAIM, 2, 5, Optional.empty(), second);
        log[5] = record(log[4], RecordKind.CHUNKS, 2, 5, Optional.empty(), chunks);
        log[6] = record(log[5], RecordKind.END, 2, 6, Optional.empty(), end);
        return log;
    }

    private static RunRecord record(
            @Nullable RunRecord previous,
            RecordKind kind,
            long fence,
            long seq,
            Optional<Fragment> fragment,
            Body body) {
        return RunRecord.following(
                previous == null ? Chain.START : previous.chain(), RUN, kind, fence, seq, fragment, body);
    }

    @Test
    void theHeadersAndChainsOfALogAreThoseOfTheGoldenFile() {
        ArrayNode written = Json.mapper().createArrayNode();
        for (RunRecord record : log()) {
            ObjectNode message = written.addObject();
            ObjectNode headers = message.putObject("headers");
            record.headers().forEach(headers::put);
            message.put("body", record.body().text());
        }

        Golden.holds("run-log.json", (JsonNode) written, JsonNode.class);
    }

    @Test
    void aLogOfTheGoldenFileIsReadAndFollowsItsChain() {
        JsonNode log = Json.tree(Golden.read("run-log.json"));

        Chain chain = Chain.START;
        for (JsonNode message : log) {
            Function<String, @Nullable String> header =
                    name -> message.path("headers").path(name).textValue();
            RunRecord record =
                    RunRecord.parse(RUN, header, Body.of(message.path("body").textValue()));
            assertThat(record.follows(chain)).isTrue();
            assertThat(record.headers().get(RecordHeader.ID)).isEqualTo(header.apply(RecordHeader.ID));
            chain = record.chain();
        }
    }

    /** Computed by another program over the bytes that the contract lists. */
    @ParameterizedTest
    @CsvSource({
        "00000000, claim,  1, 1, '',      7cd88563",
        "00000000, chunks, 1, 1, 'hello', 03cfe3d5",
        "deadbeef, end,    4294967296, 9007199254740993, '{\"outcome\":\"succeeded\"}', 951d4ee3",
    })
    void aChainValueIsTheCrcOfWhatTheContractLists(
            String previous, String kind, long fence, long seq, String body, String chain) {
        assertThat(Chain.parse(previous)
                        .next(RecordKind.of(kind), fence, seq, Body.of(body))
                        .text())
                .isEqualTo(chain);
    }

    @Test
    void aClaimTakesNoNumber() {
        assertThat(log()[4].nextSeq()).isEqualTo(5);
        assertThat(log()[5].nextSeq()).isEqualTo(6);
    }

    @Property
    void theHeadersOfARecordAreReadAsTheRecord(@ForAll("records") RunRecord record) {
        assertThat(RunRecord.parse(RUN, record.headers()::get, record.body())).isEqualTo(record);
    }

    @Property
    void aRecordWithAnotherBodyFenceOrNumberDoesNotFollow(@ForAll("records") RunRecord record, @ForAll int change) {
        Body other = Body.of(record.body().text() + change);

        assertThat(record.follows(Chain.START)).isTrue();
        assertThat(with(record, record.fence(), record.seq(), other).follows(Chain.START))
                .isFalse();
        assertThat(with(record, record.fence() + 1, record.seq(), record.body()).follows(Chain.START))
                .isFalse();
        assertThat(with(record, record.fence(), record.seq() + 1, record.body()).follows(Chain.START))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {RecordHeader.KIND, RecordHeader.FENCE, RecordHeader.SEQ, RecordHeader.CHAIN})
    void aRecordWithoutAHeaderIsNone(String header) {
        Map<String, String> headers = new HashMap<>(log()[1].headers());
        headers.remove(header);

        assertMalformed(headers);
    }

    @ParameterizedTest
    @CsvSource({
        RecordHeader.KIND + ", dance",
        RecordHeader.KIND + ", CHUNKS",
        RecordHeader.FENCE + ", 0",
        RecordHeader.FENCE + ", -1",
        RecordHeader.FENCE + ", x",
        RecordHeader.FENCE + ", 9223372036854775808",
        RecordHeader.SEQ + ", 0",
        RecordHeader.SEQ + ", 1.0",
        RecordHeader.CHAIN + ", 1234567",
        RecordHeader.CHAIN + ", 123456789",
        RecordHeader.CHAIN + ", 1234567g",
        RecordHeader.CHAIN + ", +1234567",
        RecordHeader.CHAIN + ", -1234567",
        RecordHeader.FRAGMENT + ", 1",
        RecordHeader.FRAGMENT + ", 1/1",
        RecordHeader.FRAGMENT + ", 0/2",
        RecordHeader.FRAGMENT + ", 3/2",
        RecordHeader.FRAGMENT + ", 1/65",
        RecordHeader.FRAGMENT + ", /2",
        RecordHeader.FRAGMENT + ", 1/",
        RecordHeader.FRAGMENT + ", 1/2/3",
        RecordHeader.FRAGMENT + ", a/b",
        RecordHeader.FRAGMENT + ", +1/2",
    })
    void aRecordWithAWrongHeaderIsNone(String header, String value) {
        Map<String, String> headers = new HashMap<>(log()[1].headers());
        headers.put(header, value);

        assertMalformed(headers);
    }

    @Test
    void onlyChunksHaveFragments() {
        Map<String, String> headers = new HashMap<>(log()[6].headers());
        headers.put(RecordHeader.FRAGMENT, "1/2");

        assertMalformed(headers);
    }

    @Provide
    Arbitrary<RunRecord> records() {
        Arbitrary<Long> number = Arbitraries.longs().between(1, Long.MAX_VALUE - 1);
        Arbitrary<Body> body = Arbitraries.strings().ofMaxLength(64).map(text -> Body.of(text.getBytes(UTF_8)));
        Arbitrary<Optional<Fragment>> fragment = Arbitraries.integers()
                .between(2, Fragment.MAX_COUNT)
                .flatMap(count -> Arbitraries.integers().between(1, count).map(index -> new Fragment(index, count)))
                .optional();
        return Combinators.combine(Arbitraries.of(RecordKind.class), number, number, fragment, body)
                .as((kind, fence, seq, part, bytes) -> RunRecord.following(
                        Chain.START,
                        RUN,
                        kind,
                        fence,
                        seq,
                        kind == RecordKind.CHUNKS ? part : Optional.empty(),
                        bytes));
    }

    private static RunRecord with(RunRecord record, long fence, long seq, Body body) {
        return new RunRecord(RUN, record.kind(), fence, seq, record.chain(), record.fragment(), body);
    }

    private static void assertMalformed(Map<String, String> headers) {
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> RunRecord.parse(RUN, headers::get, Body.EMPTY));
    }
}
