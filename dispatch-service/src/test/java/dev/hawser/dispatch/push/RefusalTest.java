package dev.hawser.dispatch.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.record.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

    @Test
    void theWordsOfTheDesktopAreKept() {
        assertThat(of("{\"code\":\"unknown_harness\",\"message\":\"There is no harness 'x', only: écho ⚓.\"}"))
                .isEqualTo(new Refusal("unknown_harness", "There is no harness 'x', only: écho ⚓."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no JSON", "null", "[]", "{}", "{\"message\":\" \"}", "{\"code\":null,\"message\":null}"})
    void aRefusalWithoutWordsIsOneByItsStatus(String body) {
        assertThat(of(body)).isEqualTo(new Refusal("refused", "the desktop answered 422"));
    }

    @Test
    void aLongTextIsShortened() {
        String text = of("{\"message\":\"" + "x".repeat(10_000) + "\"}").text();

        assertThat(text).hasSize(Refusal.TEXT_CHARS).endsWith("x…");
    }

    @Test
    void whatPostgresOrATerminalWouldMindIsReplaced() {
        assertThat(of("{\"message\":\"a\\u0000b\\u001b[31mc\\nd\\ud83d\"}").text())
                .isEqualTo("a b [31mc d ");
    }

    private static Refusal of(String body) {
        return Refusal.of(422, Body.of(body.getBytes(UTF_8)));
    }
}
