package dev.hawser.jetstream.identity;

import dev.hawser.jetstream.connection.Pod;
import dev.hawser.tunnel.TunnelIdentitySource;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.identity.IdentitySigner;
import dev.hawser.tunnel.identity.SigningKeys;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Signs in whose name this service asks a link: a person, or the service itself. */
@Singleton
final class CallerIdentity {

    private static final String SETTING = "HAWSER_IDENTITY_KEY (hawser.identity.key)";

    @Produces
    @Singleton
    SigningKeys keys(IdentitySettings settings) {
        String text = settings.key()
                .orElseThrow(() -> new ConfigurationException("set " + SETTING
                        + ", for instance to: openssl genpkey -algorithm ed25519 -outform DER | base64 -w0"));
        try {
            return SigningKeys.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(SETTING + ": " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    TunnelIdentitySource source(SigningKeys keys, Pod pod) {
        return IdentitySigner.with(keys, TunnelPrincipal.service(pod.service()), InstantSource.system());
    }
}
