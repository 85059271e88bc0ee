package dev.hawser.e2e.tunnel;

import dev.hawser.localstack.fault.FaultProxy;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The network between one end and its server, which a test cuts. */
final class CuttablePath implements AutoCloseable {

    private @Nullable FaultProxy proxy;

    /** The same options, by way of this path. */
    NatsConnectionOptions instead(NatsConnectionOptions direct) {
        URI server = URI.create(direct.urls().getFirst());
        proxy = FaultProxy.to(server.getPort());
        return new NatsConnectionOptions(
                List.of(proxy.instead(server).toString()),
                direct.name(),
                direct.credentials(),
                direct.inboxPrefix(),
                direct.pending(),
                direct.pingInterval(),
                direct.backOff());
    }

    /** Ends what is connected, in order or with an RST. */
    void cut(Random random) {
        if (proxy == null) {
            throw new IllegalStateException("nothing goes this way");
        }
        if (random.nextBoolean()) {
            proxy.cut();
        } else {
            proxy.reset();
        }
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
    }
}
