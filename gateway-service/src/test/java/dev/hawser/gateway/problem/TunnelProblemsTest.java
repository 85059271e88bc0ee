package dev.hawser.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TunnelProblemsTest {

    @ParameterizedTest
    @CsvSource({
        "LINK_OFFLINE, 503, link_offline, true",
        "REFUSED, 503, refused, true",
        "IDENTITY_UNKNOWN, 503, refused, true",
        "OPEN_TIMEOUT, 504, open_timeout, false",
        "DEADLINE, 504, deadline, false",
        "IDLE_TIMEOUT, 504, idle_timeout, false",
        "PEER_LOST, 502, peer_lost, false",
        "RESET, 502, reset, false",
        "CANCELLED, 502, reset, false",
        "PROTOCOL_ERROR, 502, protocol_error, false"
    })
    void eachFailureHasItsStatusAndSaysWhetherToTryAgain(
            TunnelErrorCode code, int status, String text, boolean tryAgain) {
        ProblemException problem = Problems.of(new TunnelException(code, "internal words"));

        assertThat(problem.code().status()).isEqualTo(status);
        assertThat(problem.code().text()).isEqualTo(text);
        assertThat(problem.retryAfter().isPresent()).isEqualTo(tryAgain);
    }

    @ParameterizedTest
    @EnumSource(TunnelErrorCode.class)
    @DisplayName("decocms-tunnel W30: texts of the tunnel do not reach clients")
    void textsOfTheTunnelDoNotReachClients(TunnelErrorCode code) {
        assertThat(Problems.of(new TunnelException(code, "internal words")).detail())
                .doesNotContain("internal");
    }

    @Test
    void theAdviceOfTheHostIsPassedOn() {
        var busy = TunnelException.retryLater(TunnelErrorCode.REFUSED, "busy", Duration.ofSeconds(7));

        assertThat(Problems.of(busy).retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(7)));
    }
}
