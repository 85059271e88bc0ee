package dev.hawser.dispatch.lab;

import dev.hawser.contract.subject.Grant;
import dev.hawser.contract.subject.Grants;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.identity.NatsAccount;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;

/** Connections with real rights. */
public final class Links {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Links() {}

    /** A connection as the agent of that link has it. */
    public static NatsConnectionHolder agent(String link) {
        NKey key = userKey();
        String jwt = jwt(link, key);
        return connected(options(NatsCredentials.jwt(() -> jwt, key))
                .withInboxPrefix(new LinkSubjects(link).inboxPrefix() + '.'));
    }

    /** A connection that may do everything in account CORE, with the inbox of the projector, which dispatch answers to. */
    public static NatsConnectionHolder core() {
        return connected(options(NatsCredentials.file(identities().credentials(NatsUser.ADMIN_CORE)))
                .withInboxPrefix(Grants.inboxPrefix("projector") + '.'));
    }

    /** As {@link #core()}, to other servers. */
    public static NatsConnectionHolder core(String urls, NatsIdentities identities) {
        return core(urls, identities.credentials(NatsUser.ADMIN_CORE));
    }

    /** As {@link #core()}, to other servers. */
    public static NatsConnectionHolder core(String urls, Path credentials) {
        return connected(NatsConnectionOptions.service(urls, "dispatch-test", NatsCredentials.file(credentials))
                .withInboxPrefix(Grants.inboxPrefix("projector") + '.'));
    }

    /** A connection that may do everything in account LINKS. */
    public static NatsConnectionHolder links() {
        return connected(options(NatsCredentials.file(identities().credentials(NatsUser.ADMIN_LINKS))));
    }

    private static String jwt(String link, NKey key) {
        try {
            Grant grant = Grants.link(link);
            var claim = new JwtUtils.UserClaim(identities().publicKey(NatsAccount.LINKS))
                    .pub(new JwtUtils.Permission().allow(grant.publish().toArray(String[]::new)))
                    .sub(new JwtUtils.Permission().allow(grant.subscribe().toArray(String[]::new)));
            return JwtUtils.issueUserJWT(
                    NKey.fromSeed(identities().signingSeed(NatsAccount.LINKS).toCharArray()),
                    new String(key.getPublicKey()),
                    link,
                    Duration.ofHours(1),
                    System.currentTimeMillis() / 1_000,
                    claim);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot mint a user", e);
        }
    }

    private static NKey userKey() {
        try {
            return NKey.createUser(new SecureRandom());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a key", e);
        }
    }

    private static NatsConnectionHolder connected(NatsConnectionOptions options) {
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

    private static NatsConnectionOptions options(NatsCredentials credentials) {
        return NatsConnectionOptions.service(
                HawserStack.shared().nats().clientUrl().toString(), "dispatch-test", credentials);
    }

    private static NatsIdentities identities() {
        return HawserStack.shared().identities();
    }
}
