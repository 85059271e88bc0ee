package dev.hawser.tunnel.sim;

import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelMetrics;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.caller.Caller;
import dev.hawser.tunnel.host.Host;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** One world with a broker, a caller and a host. */
final class SimEnds {

    static final String LINK = "lnk_sim";
    private static final Duration TICK = Duration.ofMillis(50);

    final SimWorld world = new SimWorld();
    final SimBroker broker;
    final SimBroker.Connection callerConnection;
    final Caller caller;
    final Map<TunnelMetrics.End, Long> repeated = new EnumMap<>(TunnelMetrics.End.class);
    SimBroker.Connection hostConnection;
    Host host;
    private final TunnelHandler handler;
    private final TunnelOptions options;
    private int hosts;

    SimEnds(long seed, TunnelOptions given, TunnelHandler handler) {
        this.broker = new SimBroker(world, new Random(seed));
        this.handler = handler;
        this.options = given.withExecutor(world::execute).withMetrics(new TunnelMetrics() {
            @Override
            public void bytesRepeated(End end, long bytes) {
                repeated.merge(end, bytes, Long::sum);
            }
        });
        this.callerConnection = broker.connect();
        this.caller = new Caller(callerConnection, options, world.clock(), "CALLER");
        this.hostConnection = broker.connect();
        this.host = newHost();
        world.every(TICK, () -> {
            caller.tick(world.now());
            host.tick(world.now());
        });
    }

    TunnelLimits limits() {
        return options.limits();
    }

    /** The host's process dies. */
    void killHost() {
        hostConnection.kill();
    }

    /** Another process serves the link. */
    void startAnotherHost() {
        hostConnection = broker.connect();
        host = newHost();
    }

    private Host newHost() {
        hosts++;
        return new Host(hostConnection, LINK, handler, new Host.Settings(options, world.clock(), "HOST" + hosts));
    }
}
