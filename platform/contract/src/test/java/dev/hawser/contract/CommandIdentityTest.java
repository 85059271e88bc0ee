package dev.hawser.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandIdentityTest {

    @ParameterizedTest
    @CsvSource({
        "command-post-message,         thr_01h455vb4pex5vsknk084sn02q:post_message:msg_01h455vb4pex5vsknk084sn02q:967fb8c03891b22bddad65504afdd7fb",
        "command-post-message-minimal, thr_01h455vb4pex5vsknk084sn02q:post_message:msg_01h455vb4pex5vsknk084sn02q:3e8660dfbace2ab922cb9037aba97f36",
        "command-cancel-run,           thr_01h455vb4pex5vsknk084sn02q:cancel_run:run_01h455vb4pex5vsknk084sn02q:dc4f440e3dfa7b1bebd7f53f51c9b101",
        "command-remove-queued,        thr_01h455vb4pex5vsknk084sn02q:remove_queued:run_01h455vb4pex5vsknk084sn02q:00fb576e483dc04db0b437e71370117f",
        "command-retry-run,            thr_01h455vb4pex5vsknk084sn02q:retry_run:run_01h455vb4pex5vsknk084sn02r:b820f39fee69b8c51a08c54f1772889e",
        "command-delete-thread,        thr_01h455vb4pex5vsknk084sn02q:delete_thread:thr_01h455vb4pex5vsknk084sn02q:be71d9452250b9813c664d99f783678f",
    })
    void theDuplicateIdOfACommandIsTheSameOnEveryPod(String golden, String messageId) {
        assertThat(CommandIdentity.of(read(Golden.read(golden + ".json"))).messageId())
                .isEqualTo(messageId);
    }

    @Test
    void theOrderOfFieldsInAPartIsNoOtherContent() {
        String json = Golden.compact(Golden.read("command-post-message-minimal.json"));
        String turned =
                json.replace("{\"type\":\"text\",\"text\":\"hello\"}", "{\"text\":\"hello\",\"type\":\"text\"}");

        assertThat(turned).isNotEqualTo(json);
        assertThat(CommandIdentity.of(read(turned))).isEqualTo(CommandIdentity.of(read(json)));
    }

    @Test
    void whoSentACommandAndItsTraceAreNotItsContent() {
        String json = Golden.compact(Golden.read("command-post-message.json"));
        String other = json.replace("\"Ada\"", "\"Ada's script\"").replace(Samples.TRACE, "00-00-00-00");

        assertThat(other).isNotEqualTo(json);
        assertThat(CommandIdentity.of(read(other))).isEqualTo(CommandIdentity.of(read(json)));
    }

    @Test
    void anotherTextUnderTheSameIdIsAnotherContent() {
        String json = Golden.compact(Golden.read("command-post-message-minimal.json"));

        CommandIdentity other = CommandIdentity.of(read(json.replace("\"hello\"", "\"hello!\"")));

        CommandIdentity one = CommandIdentity.of(read(json));
        assertThat(other.hash()).isNotEqualTo(one.hash());
        assertThat(other.id()).isEqualTo(one.id());
    }

    private static Command read(String json) {
        return Json.read(json.getBytes(UTF_8), Command.class);
    }
}
