package dev.hawser.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.hawser.contract.command.Command;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.http.PostMessageBody;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.notice.DurableNotice;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRulesTest {

    private static final long MAX_SAFE = 9_007_199_254_740_991L;

    @Test
    void aFieldThatANewerServiceAddedIsIgnoredOnNats() {
        assertThat(read("{\"runId\":\"run_1\",\"fence\":2,\"colour\":\"red\"}", RunFence.class))
                .isEqualTo(new RunFence("run_1", 2));
    }

    @Test
    void aFieldThatANewerServiceAddedIsIgnoredInsideOfABodyToo() {
        String item = Golden.read("work-item.json").replace("\"role\" :", "\"mood\" : \"calm\", \"role\" :");

        assertThat(read(item, WorkItem.class)).isEqualTo(read(Golden.read("work-item.json"), WorkItem.class));
    }

    @Test
    void aFieldThatNobodyKnowsIsRefusedInAnHttpBody() {
        assertThatExceptionOfType(UnrecognizedPropertyException.class)
                .isThrownBy(() ->
                        Json.strictMapper().readValue("{\"parts\":[],\"colour\":\"red\"}", PostMessageBody.class));
    }

    @Test
    void aPartKeepsTheFieldsThatTheContractDoesNotKnow() throws Exception {
        String body = "{\"parts\":[{\"type\":\"file\",\"url\":\"data:,\",\"providerMetadata\":{\"a\":[1,null]}}]}";

        PostMessageBody read = Json.strictMapper().readValue(body, PostMessageBody.class);

        assertThat(Json.text(read)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fence\":2}",
                "{\"runId\":null,\"fence\":2}",
                "{\"runId\":\"r\"}",
                "{\"runId\":\"r\",\"fence\":null}"
            })
    void aFieldThatIsNotThereIsRefused(String json) {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> read(json, RunFence.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{",
                "{} {}",
                "{\"runId\":\"r\",\"fence\":\"2\"}",
                "{\"runId\":\"r\",\"fence\":2.5}",
                "{\"runId\":7,\"fence\":2}"
            })
    void whatIsOfAnotherShapeIsRefused(String json) {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> read(json, RunFence.class));
    }

    @Test
    void aListThatIsNotThereIsRefused() {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> read("{}", DurableNotice.class));
    }

    @Test
    void aCommandOfAnUnknownKindIsRefused() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("{\"kind\":\"dance\",\"threadId\":\"thr_1\"}", Command.class));
    }

    @Test
    void anOutcomeThatNobodyKnowsIsRefused() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("{\"outcome\":\"exploded\"}", EndBody.class));
    }

    @Test
    void aLinkSessionWithoutItsKeyIsRefused() {
        String body =
                "{\"machineId\":\"m\",\"hostname\":\"h\",\"os\":\"o\",\"cliVersion\":\"1\",\"capabilities\":[],\"harnesses\":[]}";

        assertThatThrownBy(() -> Json.strictMapper().readValue(body, LinkSessionBody.class))
                .isInstanceOf(JsonMappingException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0,                    0",
        "9007199254740991,     9007199254740991",
        "9007199254740992,     \"9007199254740992\"",
        "9223372036854775807,  \"9223372036854775807\"",
        "-9007199254740991,    -9007199254740991",
        "-9007199254740992,    \"-9007199254740992\"",
    })
    void aNumberThatADoubleCannotHoldTravelsAsAText(long number, String json) {
        String body = "{\"acked\":%s,\"durable\":0}".formatted(json);

        assertThat(Json.text(new IngestAnswer(number, 0))).isEqualTo(body);
        assertThat(read(body, IngestAnswer.class).acked()).isEqualTo(number);
    }

    @Test
    void aTextForANumberThatADoubleHoldsIsRefused() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("{\"acked\":\"9007199254740991\",\"durable\":0}", IngestAnswer.class));
    }

    @Test
    void aTextForANumberBeyond64BitsIsRefused() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("{\"acked\":\"9223372036854775808\",\"durable\":0}", IngestAnswer.class));
    }

    @Property
    void everyNumberComesBackAsItWas(@ForAll long seq) {
        var notice = new DurableNotice(List.of(new DurableNotice.Mark("run_1", seq)));

        String json = Json.text(notice);

        assertThat(read(json, DurableNotice.class)).isEqualTo(notice);
        assertThat(json.contains("\"" + seq + "\"")).isEqualTo(seq > MAX_SAFE || seq < -MAX_SAFE);
    }

    @Test
    void aCharacterBeyondTheBasicPlaneIsWrittenAsItself() {
        assertThat(new String(Json.bytes("🌊"), UTF_8)).isEqualTo("\"🌊\"").isEqualTo(Json.text("🌊"));
    }

    @Property
    void everyTextComesBackAsItWasEvenHalfACharacter(@ForAll String text) {
        assertThat(Json.read(Json.bytes(text), String.class)).isEqualTo(text);
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.read(json.getBytes(UTF_8), type);
    }
}
