package dev.hawser.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelHeadersTest {

    @Test
    void keepsOrderAndDuplicates() {
        var headers = TunnelHeaders.of("Set-Cookie", "a=1", "X", "y", "set-cookie", "b=2");

        assertThat(headers.all("SET-COOKIE")).containsExactly("a=1", "b=2");
        assertThat(headers.first("set-cookie")).hasValue("a=1");
        assertThat(headers.with("Z", "1").entries()).hasSize(4).last().isEqualTo(new TunnelHeaders.Entry("Z", "1"));
        assertThat(headers.without("SET-cookie").entries()).containsExactly(new TunnelHeaders.Entry("X", "y"));
    }

    @Test
    void removesWhatIsAboutOneConnection() {
        var headers = TunnelHeaders.of(
                "Host",
                "a",
                "Connection",
                "close, X-Hop",
                "x-hop",
                "1",
                "Transfer-Encoding",
                "chunked",
                "TE",
                "trailers",
                "Keep-Alive",
                "5",
                "Upgrade",
                "h2c",
                "Content-Length",
                "3");

        assertThat(headers.endToEnd()).isEqualTo(TunnelHeaders.of("Host", "a", "Content-Length", "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "ä", "a\n"})
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> TunnelHeaders.of(name, "v")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "\u0000", "\u007f"})
    void refusesControlCharactersInValues(String value) {
        assertThatThrownBy(() -> TunnelHeaders.of("a", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesANameWithoutAValue() {
        assertThatThrownBy(() -> TunnelHeaders.of("a")).isInstanceOf(IllegalArgumentException.class);
    }
}
