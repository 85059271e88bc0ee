package dev.hawser.jetstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelMetrics.End;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class TunnelMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TunnelMeters meters = new TunnelMeters(registry);

    @Test
    void streamsAreCountedByEndAndOutcome() {
        meters.streamOpened(End.CALLER);
        meters.streamOpened(End.CALLER);
        meters.streamOpened(End.CALLER);
        meters.streamCompleted(End.CALLER);
        meters.streamFailed(End.CALLER, TunnelErrorCode.PEER_LOST);

        assertThat(registry.get("hawser.tunnel.streams.open")
                        .tag("end", "caller")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(ended("completed")).isEqualTo(1);
        assertThat(ended("peer_lost")).isEqualTo(1);
        assertThat(ended("reset")).isZero();
    }

    @Test
    void bytesAreCountedByDirection() {
        meters.bytesSent(End.HOST, 7);
        meters.bytesReceived(End.HOST, 9);

        assertThat(bytes("sent")).isEqualTo(7);
        assertThat(bytes("received")).isEqualTo(9);
    }

    private double ended(String outcome) {
        return registry.get("hawser.tunnel.streams.ended")
                .tag("end", "caller")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double bytes(String direction) {
        return registry.get("hawser.tunnel.bytes")
                .tag("end", "host")
                .tag("direction", direction)
                .counter()
                .count();
    }
}
