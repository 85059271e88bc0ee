package dev.hawser.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.contract.http.ProxyHeader;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:5173, localhost:5173, ''",
        "http://localhost:5173/, localhost:5173, ''",
        "http://127.0.0.1, 127.0.0.1, ''",
        "https://localhost:443/app/, localhost, /app",
        "http://[::1]:8080/a/b, [::1]:8080, /a/b"
    })
    void schemeHostPortAndBasePathAreFixed(String url, String authority, String basePath) {
        Upstream upstream = Upstream.of("web", url, false);

        assertThat(upstream.authority()).isEqualTo(authority);
        assertThat(upstream.basePath()).isEqualTo(basePath);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:5173",
                "ftp://localhost",
                "file:///etc/passwd",
                "http:///x",
                "http://user:secret@localhost",
                "http://localhost/?a=1",
                "http://localhost/#a",
                "http://localhost/a/../b",
                "http://localhost/a/%2e%2e/b",
                "http://localhost:0",
                "http://localhost:70000",
                "http://local host",
                ""
            })
    void anythingElseIsRefused(String url) {
        assertThatThrownBy(() -> Upstream.of("web", url, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Web", "-web", "web-", "a--b", "a_b", "a.b", "a/b", "abcdefghijklmnopqrstuvwxyz0123456"})
    void aNameMustFitAPathAndAHostName(String name) {
        assertThatThrownBy(() -> Upstream.of(name, "http://localhost", false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTargetIsTakenApart() {
        assertThat(ProxyTarget.of("/proxy/web/a/b?c=/d")).contains(new ProxyTarget("web", "/a/b?c=/d"));
        assertThat(ProxyTarget.of("/proxy/web")).contains(new ProxyTarget("web", "/"));
        assertThat(ProxyTarget.of("/proxy/web?a")).contains(new ProxyTarget("web", "/?a"));
        assertThat(ProxyTarget.of("/api/links/status")).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/a/../b", "/a/.", "/%2e%2e/a", "/a/%2E./b", "/a/..%2fb", "/a\\..\\b", "/a/%5c../b"})
    void aPathThatClimbsIsSeen(String path) {
        assertThat(ProxyTarget.hasDotSegment(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a..b/...", "/.well-known/x", "/a.b", "/%2ex"})
    void dotsInNamesAreFine(String path) {
        assertThat(ProxyTarget.hasDotSegment(path)).isFalse();
    }

    @Test
    void anAnswerWithTooManyHeadersOrWithTheMarkOfARefusalIsNotPassedOnAsItIs() throws IOException {
        Upstream upstream = Upstream.of("web", "http://localhost:1", false);
        var head = new BasicClassicHttpResponse(200);
        head.addHeader(ProxyHeader.REFUSAL, "unknown_upstream");
        assertThat(UpstreamAnswer.headers(head, upstream).isEmpty()).isTrue();

        head.addHeader("Big", "x".repeat(60_000));
        assertThatThrownBy(() -> UpstreamAnswer.headers(head, upstream)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /login, /proxy/web/login",
        "'', http://localhost:1/x?y, /proxy/web/x?y",
        "'', HTTP://LOCALHOST:1, /proxy/web/",
        "'', http://localhost:12/x, http://localhost:12/x",
        "'', //elsewhere/x, //elsewhere/x",
        "'', login, login",
        "/base, /base/login, /proxy/web/login",
        "/base, /base, /proxy/web/",
        "/base, /basement, /basement",
        "/base, /other, /other",
        "/base, http://localhost:1/base?x, /proxy/web/?x"
    })
    void aPlaceBelowTheUpstreamIsToldAsAPathOfTheTunnel(String base, String place, String told) {
        Upstream upstream = Upstream.of("web", "http://localhost:1" + base, false);

        assertThat(UpstreamAnswer.location(place, upstream)).isEqualTo(told);
    }
}
