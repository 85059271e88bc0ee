package dev.hawser.dispatch.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.record.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    @Test
    void theWordsOfTheDesktopAreKept() {
        assertThat(of("{\"code\":\"unknown_harness\",\"message\":\"There is no harness 'x', only: écho ⚓.\"}"))
                .isEqualTo(new PushAnswer.Refused("unknown_harness", "There is no harness 'x', only: écho ⚓."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no JSON", "null", "[]", "{}", "{\"message\":\" \"}", "{\"code\":null,\"message\":null}"})
    void aRefusalWithoutWordsIsOneByItsStatus(String body) {
        assertThat(of(body)).isEqualTo(new PushAnswer.Refused("refused", "the desktop answered 422"));
    }

    @Test
    void aLongTextIsShortened() {
        String text = of("{\"message\":\"" + "x".repeat(10_000) + "\"}").text();

        assertThat(text).hasSize(Refusals.TEXT_CHARS).endsWith("x…");
    }

    @Test
    void whatPostgresOrATerminalWouldMindIsReplaced() {
        assertThat(of("{\"message\":\"a\\u0000b\\u001b[31mc\\u009b\\nd\\ud83d\"}")
                        .text())
                .isEqualTo("a b [31mc  d ");
    }

    private static PushAnswer.Refused of(String body) {
        return Refusals.read(422, Body.of(body.getBytes(UTF_8)));
    }
}
