package dev.hawser.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunnelErrorCodeTest {

    @Test
    void numbersNamesAndRetryAdviceAreContract() {
        List<String> table = Arrays.stream(TunnelErrorCode.values())
                .map(code -> code.number() + " " + code.wireName() + " " + code.retry())
                .toList();

        assertThat(table)
                .containsExactly(
                        "1001 link_offline SAFE",
                        "1002 refused SAFE",
                        "1003 identity_unknown SAFE",
                        "2001 open_timeout UNKNOWN",
                        "2002 deadline UNKNOWN",
                        "2003 idle_timeout UNKNOWN",
                        "2004 peer_lost UNKNOWN",
                        "2005 reset UNKNOWN",
                        "2006 cancelled UNKNOWN",
                        "3001 protocol_error NEVER");
    }

    @Test
    void aNumberOfANewerPeerKeepsItsRetryAdvice() {
        assertThat(TunnelErrorCode.of(1999).map(TunnelErrorCode::retry)).hasValue(TunnelErrorCode.Retry.SAFE);
        assertThat(TunnelErrorCode.of(2999).map(TunnelErrorCode::retry)).hasValue(TunnelErrorCode.Retry.UNKNOWN);
        assertThat(TunnelErrorCode.of(3999).map(TunnelErrorCode::retry)).hasValue(TunnelErrorCode.Retry.NEVER);
        assertThat(TunnelErrorCode.of(4001)).isEmpty();
        assertThat(TunnelErrorCode.of(0)).isEmpty();
    }
}
