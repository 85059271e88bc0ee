package dev.hawser.e2e.tunnel;

import dev.hawser.contract.subject.Grant;
import dev.hawser.contract.subject.Grants;
import dev.hawser.localstack.identity.NatsAccount;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.NatsPorts;
import dev.hawser.localstack.nats.NatsServerBinary;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;

/** A nats-server of a test's own, and connections to it with real rights. */
final class TunnelServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final NatsIdentities identities;
    private final Path configuration;
    private final LocalNats nats;

    private TunnelServer(NatsIdentities identities, LocalNats nats, Path configuration) {
        this.configuration = configuration;
        this.identities = identities;
        this.nats = nats;
    }

    static TunnelServer start(Path folder) {
        NatsIdentities identities = NatsIdentities.in(folder.resolve("identities"));
        Path own = folder.resolve("nats");
        return new TunnelServer(
                identities,
                LocalNats.start(NatsServerBinary.find(), identities, own, NatsPorts.ANY),
                own.resolve("nats.conf"));
    }

    /** Starts the server anew with another limit for messages. */
    void limitPayload(int bytes) throws IOException {
        Files.writeString(configuration, "\nmax_payload: " + bytes + "\n", StandardOpenOption.APPEND);
        nats.restart();
    }

    LocalNats nats() {
        return nats;
    }

    /** A connection as the gateway has it. */
    NatsConnectionHolder service() {
        return connected(serviceOptions());
    }

    NatsConnectionOptions serviceOptions() {
        return options(NatsCredentials.file(identities.credentials(NatsUser.GATEWAY_LINKS)))
                .withInboxPrefix(Grants.inboxPrefix("gateway") + '.');
    }

    /** A connection that may do everything in LINKS. */
    NatsConnectionHolder admin() {
        return connected(options(NatsCredentials.file(identities.credentials(NatsUser.ADMIN_LINKS))));
    }

    /** A connection as the agent of that link has it. */
    NatsConnectionHolder link(String link) {
        return connected(linkOptions(link));
    }

    NatsConnectionOptions linkOptions(String link) {
        NKey key = userKey();
        return linkOptions(link, key, () -> jwt(link, key, Duration.ofMinutes(15)));
    }

    NatsConnectionOptions linkOptions(String link, NKey key, Supplier<String> jwt) {
        return options(NatsCredentials.jwt(jwt, key)).withInboxPrefix(new TunnelSubjects(link).inboxPrefix());
    }

    /** A user JWT with the rights of a link, as the gateway mints it. */
    String jwt(String link, NKey key, Duration validity) {
        try {
            Grant grant = Grants.link(link);
            var claim = new JwtUtils.UserClaim(identities.publicKey(NatsAccount.LINKS))
                    .pub(new JwtUtils.Permission().allow(grant.publish().toArray(String[]::new)))
                    .sub(new JwtUtils.Permission().allow(grant.subscribe().toArray(String[]::new)));
            return JwtUtils.issueUserJWT(
                    NKey.fromSeed(identities.signingSeed(NatsAccount.LINKS).toCharArray()),
                    new String(key.getPublicKey()),
                    link,
                    validity,
                    System.currentTimeMillis() / 1_000,
                    claim);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot mint a user", e);
        }
    }

    static NKey userKey() {
        try {
            return NKey.createUser(new SecureRandom());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a key", e);
        }
    }

    static NatsConnectionHolder connected(NatsConnectionOptions options) {
        NatsConnectionHolder connection = NatsConnectionHolder.connect(options);
        try {
            if (!connection.awaitConnected(PATIENCE)) {
                throw new IllegalStateException("no connection within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return connection;
    }

    private NatsConnectionOptions options(NatsCredentials credentials) {
        return NatsConnectionOptions.service(nats.clientUrl().toString(), "tunnel-test", credentials);
    }

    @Override
    public void close() {
        nats.close();
    }
}
