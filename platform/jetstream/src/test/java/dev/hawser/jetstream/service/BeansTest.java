package dev.hawser.jetstream.service;

import static dev.hawser.jetstream.support.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.jetstream.catalogue.CatalogueCheck;
import dev.hawser.jetstream.catalogue.CatalogueInstaller;
import dev.hawser.jetstream.connection.Links;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.tunnel.connection.NatsConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class BeansTest {

    @Inject
    CatalogueInstaller installer;

    @Inject
    CatalogueCheck check;

    @Inject
    JetStreamPublisher publisher;

    @Inject
    CommandReceiver commands;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry meters;

    @Inject
    Pod pod;

    @Inject
    @Links
    NatsConnections links;

    @BeforeEach
    void applyTheCatalogue() {
        await(installer.apply());
    }

    @Test
    void partitionsAreServedSideBySideAndEachInOrder() {
        String first = thread();
        String second = otherPartition(first);
        commands.hold(first + ":1");

        send(first, "1");
        send(first, "2");
        send(second, "1");

        await().until(() -> commands.seen().contains(second + ":1@1"));
        assertThat(commands.seen()).contains(first + ":1@1").doesNotContain(first + ":2@1");
        commands.release(first + ":1");
        await().until(() -> commands.seen().contains(first + ":2@1"));
    }

    @Test
    void aCommandWhoseProcessingFailsComesAgain() {
        String thread = thread();
        commands.failOnce(thread + ":1");

        send(thread, "1");

        await().until(() -> commands.seen().contains(thread + ":1@2"));
        assertThat(commands.seen()).contains(thread + ":1@1");
    }

    @Test
    void theServiceIsReadyWithNatsAndTheRightSchema() throws Exception {
        assertThat(await(check.problems())).isEmpty();
        URI ready = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class) + "/q/health/ready");
        try (var http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"NATS\"")
                    .contains("\"core\": \"answers\"")
                    .contains("\"schema\"");
        }
    }

    @Test
    void everySessionOfThePoolFreesItsLocksWhenItsPodStops() {
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("3s");
        assertThat(setting("lock_timeout")).isEqualTo("2s");
        assertThat(setting("statement_timeout")).isEqualTo("10s");
        assertThat(setting("tcp_user_timeout")).isEqualTo("10000");
        assertThat(setting("application_name")).isEqualTo("hawser-dispatch");
    }

    @Test
    void theConnectionsAreMeasuredAndNamed() throws Exception {
        assertThat(links.awaitConnected(Duration.ofSeconds(10))).isTrue();
        await().untilAsserted(() -> {
            assertThat(meters.get("hawser.nats.connected")
                            .tag("account", "core")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(meters.get("hawser.nats.connected")
                            .tag("account", "links")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        });
        assertThat(pod.service()).isEqualTo("dispatch");
        assertThat(pod.id()).matches("[A-Za-z0-9_-]+");
    }

    private String setting(String name) {
        return await(pool.query("SHOW " + name).execute()).iterator().next().getString(0);
    }

    private void send(String thread, String number) {
        String text = thread + ':' + number;
        await(publisher.publish(CoreSubjects.command(thread), text, Map.of(), text.getBytes(UTF_8)));
    }

    private static String thread() {
        return Ids.next(IdPrefix.THR);
    }

    private static String otherPartition(String thread) {
        String other;
        do {
            other = thread();
        } while (Partition.of(other) == Partition.of(thread));
        return other;
    }
}
