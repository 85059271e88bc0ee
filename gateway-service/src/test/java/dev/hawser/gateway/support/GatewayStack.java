package dev.hawser.gateway.support;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.jetstream.StreamDefinition;
import dev.hawser.database.Schema;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Real NATS and Postgres for the gateway under test, which has its own users with just its rights. */
public final class GatewayStack implements QuarkusTestResourceLifecycleManager {

    /** Where tests find what only they may have. */
    static final String PREFIX = "test.";

    /** What the trusted proxy of these tests knows. */
    public static final String ASSERTED_SECRET = "the proxy in front of these tests knows it";

    private static final long STREAM_BYTES = 256L * 1024 * 1024;

    @Override
    public Map<String, String> start() {
        HawserStack stack = HawserStack.shared();
        Map<String, String> settings = stack.with("gateway").of("gateway");
        String jdbc = stack.postgres().jdbcUrl("gateway");
        Schema.migrate(jdbc, LocalPostgres.USER, stack.postgres().password());
        createStreams(stack);

        var config = new HashMap<String, String>();
        settings.forEach((name, value) -> {
            if (!name.startsWith("HAWSER_DATABASE")) {
                config.put(property(name), value);
            }
        });
        config.put("quarkus.datasource.reactive.url", stack.postgres().url("gateway"));
        config.put("quarkus.datasource.username", settings.getOrDefault("HAWSER_DATABASE_USER", ""));
        config.put("quarkus.datasource.password", settings.getOrDefault("HAWSER_DATABASE_PASSWORD", ""));
        config.put(PREFIX + "jdbc-password", stack.postgres().password());
        config.put("hawser.session.key", Base64.getEncoder().encodeToString(new byte[32]));
        config.put("hawser.public-url", "http://localhost:8080");
        config.put("hawser.local.mode", "true");
        config.put("hawser.local.folder", folder().toString());
        config.put("hawser.rate.device-codes-per-minute", "100");
        config.put("hawser.oidc.issuer", OpenIdProvider.start().issuer("hawser").toString());
        config.put("hawser.oidc.client-secret", "the provider knows it");
        config.put("hawser.oidc.tenant-claim", "tenant");
        config.put("hawser.oidc.admin-group", "ops");
        config.put("hawser.cors.origins", "https://app.example");
        config.put("hawser.asserted.secret", ASSERTED_SECRET);
        config.put("hawser.asserted.addresses", "127.0.0.1");
        config.put("hawser.proxy.per-owner", "4");
        config.put("hawser.proxy.waiting-per-owner", "2");
        config.put("hawser.proxy.longest-wait", "2s");
        config.put("hawser.sse.keepalive", "400ms");
        config.put("hawser.sse.access-check", "500ms");
        config.put("hawser.watch.stream-check", "1s");
        config.put("hawser.tail.patience", "1s");
        config.put("hawser.tail.quiet-check", "1s");
        config.put("hawser.tail.intake-wait", "3s");
        config.put(PREFIX + "jdbc", jdbc);
        config.put(PREFIX + "nats", stack.nats().clientUrl().toString());
        config.put(PREFIX + "monitor", stack.nats().monitorUrl().toString());
        config.put(PREFIX + "core-creds", creds(stack, NatsUser.ADMIN_CORE));
        config.put(PREFIX + "links-creds", creds(stack, NatsUser.ADMIN_LINKS));
        return config;
    }

    @Override
    public void stop() {
        // The stack is shared by all tests of this JVM and ends with it.
    }

    /** HAWSER_NATS_CORE_URL is hawser.nats.core.url; NATS_PUBLIC_URL is nats.public-url. */
    private static String property(String variable) {
        String name = variable.toLowerCase(Locale.ROOT);
        return name.startsWith("nats_")
                ? "nats." + name.substring("nats_".length()).replace('_', '-')
                : name.replace('_', '.');
    }

    private static void createStreams(HawserStack stack) {
        NatsConnectionOptions options = NatsConnectionOptions.service(
                stack.nats().clientUrl().toString(),
                "test-streams",
                NatsCredentials.file(Path.of(creds(stack, NatsUser.ADMIN_CORE))));
        try (NatsConnections core = NatsConnectionHolder.connect(options)) {
            if (!core.awaitConnected(Duration.ofSeconds(20))) {
                throw new IllegalStateException("no connection to NATS");
            }
            for (StreamDefinition stream : StreamCatalogue.STREAMS) {
                core.connection().jetStreamManagement().addStream(configuration(stream));
            }
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException("the streams could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static StreamConfiguration configuration(StreamDefinition stream) {
        StreamConfiguration.Builder builder = StreamConfiguration.builder()
                .name(stream.name())
                .subjects(stream.subjects())
                .storageType(StorageType.File)
                .maxBytes(STREAM_BYTES)
                .maxAge(stream.maxAge())
                .duplicateWindow(stream.duplicateWindow())
                .retentionPolicy(stream.workQueue() ? RetentionPolicy.WorkQueue : RetentionPolicy.Limits)
                .discardPolicy(stream.discardNew() ? DiscardPolicy.New : DiscardPolicy.Old)
                .allowDirect(true);
        stream.republish()
                .ifPresent(to -> builder.republish(Republish.builder()
                        .source(to.source())
                        .destination(to.destination())
                        .build()));
        return builder.build();
    }

    private static String creds(HawserStack stack, NatsUser user) {
        return stack.identities().credentials(user).toAbsolutePath().toString();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("hawser-local-").resolve("local");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
