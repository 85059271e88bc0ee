package dev.hawser.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.tunnel.identity.IdentityKeys;
import dev.hawser.tunnel.identity.IdentityVerifier;
import dev.hawser.tunnel.identity.Jwk;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the services that may ask this link for something. They come with each session. */
public final class CallerKeys {

    private static final System.Logger LOG = System.getLogger(CallerKeys.class.getName());

    private CallerKeys() {}

    /** Knows the keys of the present session; for a key that is not among them it asks for a session again. */
    public static IdentityVerifier verifier(LinkCredential credential, ServerClock clock) {
        var keys = new IdentityKeys(() -> fetch(credential), clock);
        keys.learn(keysOf(credential.session()));
        return new IdentityVerifier(keys, clock);
    }

    private static List<Jwk> fetch(LinkCredential credential) {
        if (credential.ask() instanceof SessionAnswer.Granted(LinkSession session)) {
            return keysOf(session);
        }
        throw new IllegalStateException("no session, and so no keys");
    }

    private static List<Jwk> keysOf(LinkSession session) {
        return session.identityKeys().stream().flatMap(CallerKeys::read).toList();
    }

    /** Nothing for a key of a kind that only a newer agent knows. */
    private static Stream<Jwk> read(JsonNode key) {
        try {
            return Optional.of(new Jwk(text(key, "kty"), text(key, "crv"), text(key, "kid"), text(key, "x"))).stream();
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "a key of the services is not used: {0}", e.getMessage());
            return Stream.empty();
        }
    }

    private static String text(JsonNode key, String field) {
        return key.path(field).asText("");
    }
}
