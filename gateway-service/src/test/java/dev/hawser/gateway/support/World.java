package dev.hawser.gateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.subject.Grants;
import dev.hawser.jetstream.api.DirectReads;
import dev.hawser.jetstream.api.Inbox;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsCredentials;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Everything around the gateway, as somebody who may do everything sees it. One for all tests. */
public final class World {

    private static @Nullable World world;

    private final NatsConnections core;
    private final NatsConnections links;
    private final RunLog log;
    private final JetStreamApi jetStream;
    private final Db db;

    private World() {
        this.core = connect("core-creds");
        this.links = connect("links-creds");
        this.jetStream = new JetStreamApi(core);
        var inbox = new Inbox(core, new Pod("admin", "test-1"));
        this.log = new RunLog(jetStream, new JetStreamPublisher(jetStream), new DirectReads(jetStream, inbox));
        this.db = new Db(setting("test.jdbc"), LocalPostgres.USER, setting("test.jdbc-password"));
    }

    public static synchronized World get() {
        if (world == null) {
            world = new World();
        }
        return world;
    }

    public NatsConnections core() {
        return core;
    }

    public NatsConnections links() {
        return links;
    }

    public JetStreamApi jetStream() {
        return jetStream;
    }

    public RunLog log() {
        return log;
    }

    public Db db() {
        return db;
    }

    /** How many subscriptions the connections of this name have, as the server counts them. */
    public long subscriptions(String name) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(setting("test.monitor") + "/connz?limit=1000"))
                .build();
        long count = 0;
        for (JsonNode connection : Api.answer(request).json().path("connections")) {
            if (connection.path("name").asText().startsWith(name)) {
                count += connection.path("subscriptions").asLong();
            }
        }
        return count;
    }

    public static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private static NatsConnections connect(String creds) {
        NatsConnections connections = NatsConnectionHolder.connect(NatsConnectionOptions.service(
                        setting("test.nats"), "test", NatsCredentials.file(Path.of(setting("test." + creds))))
                .withInboxPrefix(Grants.inboxPrefix("admin") + '.'));
        try {
            if (!connections.awaitConnected(Duration.ofSeconds(20))) {
                throw new IllegalStateException("no connection");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return connections;
    }
}
