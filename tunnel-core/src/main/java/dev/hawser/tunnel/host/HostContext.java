package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelMetrics;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.engine.Clock;
import dev.hawser.tunnel.engine.Outlet;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.flow.FlowSettings;
import java.util.concurrent.Executor;

/**
 * What all streams of a host process share.
 *
 * @param token the name of this process
 */
record HostContext(TunnelSubjects subjects, String token, Outlet outlet, TunnelHandler handler, FlowSettings flow) {

    TunnelOptions options() {
        return flow.options();
    }

    Executor executor() {
        return options().executor();
    }

    TunnelMetrics metrics() {
        return options().metrics();
    }

    TunnelTiming timing() {
        return options().timing();
    }

    /** When an opening is answered at the latest. */
    long acknowledgeNanos() {
        return timing().opening().acknowledge().toNanos();
    }

    Clock clock() {
        return flow.clock();
    }

    BodyReceiver receiver(BodyReceiver.Incoming incoming) {
        return new BodyReceiver(flow, incoming);
    }

    BodySender sender(long streamId, long offset, long limit, BodySender.Outgoing outgoing) {
        return new BodySender(new BodySender.Start(streamId, offset, limit, outlet.maxDataBytes()), flow, outgoing);
    }

    /** Where this process receives; the reply subject of its frames. */
    String address() {
        return subjects.q(token);
    }
}
