package dev.hawser.k8s;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work end the rendering, and the message says which. */
class ContradictionsTest {

    @Test
    void whatEverybodyHasToSetIsAskedFor() {
        assertThatThrownBy(() -> new Chart(Map.of()).render()).hasMessageContaining("set gateway.publicUrl");
        assertThatThrownBy(() -> new Chart(Map.of("gateway.publicUrl", "https://hawser.example.org")).render())
                .hasMessageContaining("set database.url");
    }

    @ParameterizedTest
    @CsvSource({
        "nats.enabled,                            false,                 set nats.url",
        "nats.url,                                nats://n:4222,         nats.enabled is true",
        "nats.replicas,                           1,                     nats.streamReplicas is 3",
        "nats.image.tag,                          2.11.0-alpine,         2.12.7 is the oldest",
        "tunnel.nats.publicEnabled,               true,                  tunnel.nats.publicUrl is empty",
        "gateway.podDisruptionBudget.maxUnavailable, 0,                  no node could ever be drained",
        "gateway.podDisruptionBudget.minAvailable, 1,                    set one of them to null",
    })
    void valuesThatContradictEachOtherEndTheRendering(String key, String value, String message) {
        assertThatThrownBy(() -> Chart.minimal().with(key, value).render()).hasMessageContaining(message);
    }

    @Test
    void aWebSocketAddressNeedsAWebSocketListener() {
        Chart chart = Chart.minimal()
                .with("tunnel.nats.publicUrl", "wss://nats.example.org")
                .with("nats.websocket.enabled", "false");

        assertThatThrownBy(chart::render).hasMessageContaining("nats.websocket.enabled is false");
    }

    @Test
    void aBudgetThatKeepsEveryPodIsRefused() {
        Chart chart = Chart.minimal()
                .with("dispatch.podDisruptionBudget.maxUnavailable", "null")
                .with("dispatch.podDisruptionBudget.minAvailable", "2");

        assertThatThrownBy(chart::render).hasMessageContaining("not below dispatch.replicas");
    }

    @ParameterizedTest
    @CsvSource({
        "gatway.replicas,                 2",
        "gateway.replica,                 2",
        "gateway.replicas,                0",
        "gateway.publicUrl,               hawser.example.org",
        "gateway.image.digest,            sha256:abc",
        "database.url,                    jdbc:postgresql://h/d",
        "nats.replicas,                   2",
        "tunnel.nats.sessionTtlSeconds,   0",
        "tunnel.nats.publicEnabled,       maybe",
        "tunnel.nats.publicUrl,           https://nats.example.org",
        "dispatch.terminationGracePeriodSeconds, 5",
    })
    void aMisspelledKeyOrAValueOutOfItsRangeIsRefusedByTheSchema(String key, String value) {
        assertThatThrownBy(() -> Chart.minimal().with(key, value).render())
                .hasMessageContaining("values don't meet the specifications of the schema");
    }
}
