package dev.hawser.gateway.link;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.Grant;
import dev.hawser.contract.subject.Grants;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.tunnel.identity.SigningKeys;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Mints link sessions: user JWTs for an agent's own key, with exactly the rights of its link. */
@Startup
@ApplicationScoped
class SessionMint {

    private static final Logger LOG = Logger.getLogger(SessionMint.class);
    private static final String TTL = "NATS_TUNNEL_SESSION_TTL_SECONDS (nats.tunnel-session-ttl-seconds)";
    private static final int MAX_PAYLOAD = 1024 * 1024;
    private static final int MAX_SUBSCRIPTIONS = 64;
    private static final double RENEW_AT = 0.8;

    private final Duration lifetime;
    private final String minVersion;
    private final Clock clock = Clock.systemUTC();
    private final List<JsonNode> identityKeys;
    private final @Nullable Issuer issuer;

    SessionMint(SessionSettings settings, SigningKeys keys) {
        if (settings.tunnelSessionTtlSeconds() <= 0) {
            throw new ConfigurationException(TTL + " must be positive");
        }
        this.lifetime = Duration.ofSeconds(settings.tunnelSessionTtlSeconds());
        this.minVersion = settings.tunnelMinAgentVersion();
        this.identityKeys = keys.published().stream()
                .<JsonNode>map(Json.mapper()::valueToTree)
                .toList();
        this.issuer = issuer(settings);
        if (issuer != null) {
            Infrastructure.getDefaultExecutor().execute(this::warmUp);
        }
    }

    /** Fails with {@link ProblemCode#TUNNEL_DISABLED} if agents cannot connect to this installation. */
    void requireEnabled() {
        issuerOrRefuse();
    }

    /** A session for a key. Its holder proves to the server that it has the seed; nobody else can use it. */
    LinkSession mint(String link, long generation, String publicKey) {
        Issuer minting = issuerOrRefuse();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String jwt = minting.jwt(link, publicKey, now, lifetime);
        return new LinkSession(
                link,
                generation,
                new LinkSession.Connection(minting.urls().urls(), jwt),
                identityKeys,
                clock.instant(),
                now.plus(lifetime),
                now.plusMillis((long) (lifetime.toMillis() * RENEW_AT)),
                minVersion);
    }

    /** The account whose users agents are; empty if this installation takes no links. */
    Optional<String> account() {
        return Optional.ofNullable(issuer).map(known -> known.account().id());
    }

    /** How long a session lives. */
    Duration lifetime() {
        return lifetime;
    }

    private Issuer issuerOrRefuse() {
        if (issuer == null) {
            throw ProblemException.of(ProblemCode.TUNNEL_DISABLED, "This installation takes no links.");
        }
        return issuer;
    }

    private static @Nullable Issuer issuer(SessionSettings settings) {
        Optional<PublicUrls> urls = settings.publicUrl().map(PublicUrls::of);
        boolean wanted = settings.tunnelPublicEnabled().orElse(urls.isPresent());
        if (!wanted) {
            return null;
        }
        if (urls.isEmpty()
                || settings.accountJwt().isEmpty()
                || settings.accountSigningKey().isEmpty()) {
            LOG.warn("links cannot connect: set NATS_PUBLIC_URL, NATS_ACCOUNT_JWT and NATS_ACCOUNT_SIGNING_KEY");
            return null;
        }
        SigningAccount account = SigningAccount.of(
                settings.accountJwt().get(), settings.accountSigningKey().get(), settings.operatorJwt());
        return new Issuer(account, urls.get());
    }

    /** The first signature takes half a second; it is made before anybody waits for it. */
    private void warmUp() {
        try {
            NKey key = NKey.createUser(new SecureRandom());
            mint("warm-up", 1, new String(key.getPublicKey()));
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("no key could be made", e);
        }
    }

    private record Issuer(SigningAccount account, PublicUrls urls) {

        String jwt(String link, String publicKey, Instant now, Duration lifetime) {
            Grant grant = Grants.link(link);
            var claim = new JwtUtils.UserClaim(account.id())
                    .pub(new JwtUtils.Permission().allow(grant.publish().toArray(String[]::new)))
                    .sub(new JwtUtils.Permission().allow(grant.subscribe().toArray(String[]::new)))
                    .subs(MAX_SUBSCRIPTIONS)
                    .payload(MAX_PAYLOAD)
                    .allowedConnectionTypes(urls.connectionTypes());
            try {
                return JwtUtils.issueUserJWT(account.key(), publicKey, link, lifetime, now.getEpochSecond(), claim);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("the signing key cannot sign", e);
            }
        }
    }
}
