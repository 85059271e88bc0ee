package dev.hawser.tunnel;

import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.host.Host;
import java.time.Duration;

/** The serving end of the tunnel. */
public interface TunnelHost extends AutoCloseable {

    /** Serves a link from now on, over a connection that stays its owner's. */
    static TunnelHost serve(NatsConnections connections, String link, TunnelHandler handler, TunnelOptions options) {
        return Host.serve(connections, link, handler, options);
    }

    /** As {@link #serve(NatsConnections, String, TunnelHandler, TunnelOptions)}, with the defaults. */
    static TunnelHost serve(NatsConnections connections, String link, TunnelHandler handler) {
        return serve(connections, link, handler, TunnelOptions.defaults());
    }

    /** The token of this host process, which callers see. */
    String token();

    /** Streams that are not finished. */
    int liveStreams();

    /** Takes no new streams, lets the running ones finish for that long, and ends the rest. Blocks that long at most. */
    void close(Duration grace);

    /** As {@link #close(Duration)}, with the grace period of the options. */
    @Override
    void close();
}
