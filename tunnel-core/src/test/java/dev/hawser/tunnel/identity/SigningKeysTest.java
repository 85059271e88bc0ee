package dev.hawser.tunnel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hawser.tunnel.TunnelPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {

    /** The key of RFC 8037, A.1, as PKCS #8. */
    private static final String OF_THE_RFC = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";

    private static final String ANOTHER = "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aKeyHasThePublicHalfAndTheThumbprintOfTheRfc() {
        SigningKeys keys = SigningKeys.parse(OF_THE_RFC);

        assertThat(keys.published())
                .containsExactly(new Jwk(
                        "OKP",
                        "Ed25519",
                        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
        assertThat(keys).asString().doesNotContain(OF_THE_RFC);
    }

    @Test
    void theFirstOfTwoSignsAndBothArePublished() {
        SigningKeys keys = SigningKeys.parse(ANOTHER + ", " + OF_THE_RFC);
        InstantSource clock = InstantSource.fixed(NOW);
        String token = IdentitySigner.with(keys, TunnelPrincipal.service("gateway"), clock)
                .token(Optional.empty(), "lnk_1", "caller");

        assertThat(keys.published()).hasSize(2);
        assertThat(CompactJws.parse(token).keyId())
                .isEqualTo(keys.all().getFirst().jwk().kid());
        var hosts = new IdentityKeys(keys::published, clock);
        assertThat(new IdentityVerifier(hosts, clock).verify(token, "lnk_1", "caller"))
                .isPresent();
        var late = InstantSource.fixed(NOW.plus(Duration.ofMinutes(6)));
        assertThat(new IdentityVerifier(hosts, late).verify(token, "lnk_1", "caller"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "MC4CAQAwBQYDK2VwBCIEIJ1h",
                OF_THE_RFC + ",",
                OF_THE_RFC + "," + ANOTHER + "," + ANOTHER
            })
    void anythingElseIsRefusedWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.parse(text))
                .withMessageNotContaining("secret")
                .withMessageNotContaining("MC4C");
    }
}
