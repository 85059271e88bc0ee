package dev.hawser.localstack;

import dev.hawser.localstack.identity.NatsAccount;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.nats.NatsEndpoint;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.localstack.postgres.PostgresLogin;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The settings, under the names of design 10, that make a service use this stack.
 *
 * @param nats the server, or servers
 * @param identities its users
 * @param postgres the database server
 * @param database the database
 */
public record StackSettings(NatsEndpoint nats, NatsIdentities identities, LocalPostgres postgres, String database) {

    private static final String NATS = "HAWSER_NATS_";
    private static final String IDENTITY_KEY = "HAWSER_IDENTITY_KEY";

    /** For a test or a tool: its users may do everything. */
    public Map<String, String> all() {
        var settings = common(new PostgresLogin(LocalPostgres.USER, postgres.password()));
        settings.put(NATS + "CORE_CREDS", credentials(NatsUser.ADMIN_CORE));
        settings.put(NATS + "LINKS_CREDS", credentials(NatsUser.ADMIN_LINKS));
        settings.put(NATS + "SYS_CREDS", credentials(NatsUser.ADMIN_SYS));
        settings.put(IDENTITY_KEY, identities.callerKey());
        return settings;
    }

    /**
     * For a service: its own users of NATS and Postgres with just its rights.
     *
     * @param service {@code gateway}, {@code dispatch} or {@code projector}
     */
    public Map<String, String> of(String service) {
        var settings = common(postgres.login(service));
        for (NatsUser user : NatsUser.values()) {
            if (user.title().startsWith(service + "-")) {
                String kind = user.title().substring(service.length() + 1).toUpperCase(Locale.ROOT);
                settings.put(NATS + kind + "_CREDS", credentials(user));
            }
        }
        if (settings.containsKey(NATS + "LINKS_CREDS")) {
            settings.put(IDENTITY_KEY, identities.callerKey());
        }
        if (service.equals("gateway")) {
            settings.putAll(linkSessions());
        }
        return settings;
    }

    private Map<String, String> common(PostgresLogin login) {
        var settings = new LinkedHashMap<String, String>();
        settings.put(NATS + "CORE_URL", nats.clientUrls());
        settings.put(NATS + "LINKS_URL", nats.clientUrls());
        settings.put("HAWSER_JETSTREAM_REPLICAS", Integer.toString(nats.replicas()));
        settings.put("HAWSER_DATABASE_URL", postgres.url(database));
        settings.put("HAWSER_DATABASE_USER", login.user());
        settings.put("HAWSER_DATABASE_PASSWORD", login.password());
        return settings;
    }

    /** What the gateway mints credentials of links with (design 06). */
    private Map<String, String> linkSessions() {
        return Map.of(
                "NATS_OPERATOR_JWT", identities.operatorJwt(),
                "NATS_ACCOUNT_JWT", identities.jwt(NatsAccount.LINKS),
                "NATS_ACCOUNT_SIGNING_KEY", identities.signingSeed(NatsAccount.LINKS),
                "NATS_PUBLIC_URL", nats.publicUrls(),
                "NATS_TUNNEL_PUBLIC_ENABLED", "true");
    }

    private String credentials(NatsUser user) {
        return identities.credentials(user).toAbsolutePath().toString();
    }
}
