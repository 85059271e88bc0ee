package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelMetrics;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.engine.Clock;
import dev.hawser.tunnel.engine.Outlet;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.flow.FlowSettings;
import java.util.concurrent.Executor;

/**
 * What all streams of a calling process share.
 *
 * @param token the name of this process
 */
record CallerContext(String token, Outlet outlet, FlowSettings flow) {

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

    Clock clock() {
        return flow.clock();
    }

    BodyReceiver receiver(BodyReceiver.Incoming incoming) {
        return new BodyReceiver(flow, incoming);
    }

    /** A sender that may not send before the first WINDOW. */
    BodySender sender(long streamId, long offset, BodySender.Outgoing outgoing) {
        return new BodySender(new BodySender.Start(streamId, offset, 0, outlet.maxDataBytes()), flow, outgoing);
    }
}
