package dev.hawser.e2e.bench.tunnel;

import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Streams whose answers have begun and that nobody reads. */
final class HeldStreams {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TunnelClient client;
    private final List<TunnelResponse> streams = new ArrayList<>();

    HeldStreams(TunnelClient client) {
        this.client = client;
    }

    /** Opens that many more; gives how many there are. */
    int open(String target, int count) {
        for (int number = 0; number < count; number++) {
            streams.add(client.send(CoreEnd.LINK, TunnelRequest.get(target).withoutIdleTimeout())
                    .await()
                    .atMost(PATIENCE));
        }
        return streams.size();
    }

    /** Gives all of them up. */
    int release() {
        int count = streams.size();
        streams.forEach(TunnelResponse::discard);
        streams.clear();
        return count;
    }
}
