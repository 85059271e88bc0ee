package dev.hawser.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFoldTest {

    static List<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void theMessageIsWhatTheReaderOfTheAiSdkMakes(Golden golden) {
        var fold = new MessageFold(golden.reader());

        if (golden.message().isEmpty()) {
            assertThatThrownBy(() -> golden.chunks().forEach(chunk -> fold.apply(chunk.deepCopy())))
                    .isInstanceOf(UnfoldableException.class);
        } else {
            golden.chunks().forEach(chunk -> fold.apply(chunk.deepCopy()));
            assertIs(golden.message().get(), message(fold));
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aFoldThatIsStoredAndRestoredAfterEachChunkComesToTheSame(Golden golden) {
        if (golden.message().isEmpty()) {
            return;
        }
        var fold = new MessageFold(golden.reader());

        for (ObjectNode chunk : golden.chunks()) {
            fold.apply(chunk.deepCopy());
            fold = MessageFold.restore(golden.reader(), reread(fold.state()));
        }

        assertIs(golden.message().get(), message(fold));
    }

    private static void assertIs(JsonNode expected, JsonNode actual) {
        assertThat(Golden.isSame(expected, actual))
                .as("%s should be %s", actual, expected)
                .isTrue();
    }

    private static JsonNode reread(ObjectNode state) {
        var stored = new FoldState(1, "00000000", 0, 0, java.util.Optional.empty(), java.util.Optional.empty(), state);
        return FoldState.read(stored.bytesToStore()).message();
    }

    private static JsonNode message(MessageFold fold) {
        ObjectNode message = Json.mapper().createObjectNode();
        message.put("id", fold.id().orElse("")).put("role", "assistant").set("parts", fold.parts());
        fold.metadata().ifPresent(metadata -> message.set("metadata", metadata));
        return message;
    }
}
