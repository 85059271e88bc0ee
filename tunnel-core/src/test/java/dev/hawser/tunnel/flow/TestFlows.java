package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.engine.Budget;
import dev.hawser.tunnel.engine.Carrier;
import dev.hawser.tunnel.engine.Clock;
import dev.hawser.tunnel.engine.Outlet;
import java.util.List;

/** Settings of bodies without an end of the tunnel around them. */
final class TestFlows {

    private TestFlows() {}

    static FlowSettings settings(Clock clock, int window, Budget budget) {
        TunnelLimits limits = TunnelLimits.defaults().withWindows(window, Math.max(window, 1024 * 1024));
        TunnelOptions options =
                TunnelOptions.defaults().withExecutor(Runnable::run).withLimits(limits);
        return new FlowSettings(options, clock, new Outlet(new NoCarrier()).turns(), budget);
    }

    static Budget plenty() {
        return new Budget(1L << 40);
    }

    /** Nothing waits for its socket. */
    private static final class NoCarrier implements Carrier {

        @Override
        public boolean publish(String subject, String from, byte[] message) {
            return false;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public long maxPayload() {
            return 1024 * 1024;
        }

        @Override
        public boolean connected() {
            return false;
        }

        @Override
        public Registration subscribe(List<Filter> subjects, long pendingBytes, Receiver receiver) {
            return () -> {};
        }

        @Override
        public Registration listen(NatsConnectionListener listener) {
            return () -> {};
        }
    }
}
