package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import java.lang.System.Logger.Level;

/** One stream as its two bodies see it. */
final class HostFlow implements BodyReceiver.Incoming, BodySender.Outgoing {

    private static final System.Logger LOG = System.getLogger(HostFlow.class.getName());

    private final HostStream stream;
    private final CallerPair pair;
    private final HostContext context;

    HostFlow(HostStream stream, CallerPair pair, HostContext context) {
        this.stream = stream;
        this.pair = pair;
        this.context = context;
    }

    @Override
    public void tell(long received, long limit, boolean gap) {
        stream.acknowledged();
        int flags = stream.seenFlags() | (gap ? Flags.GAP : Flags.NONE);
        pair.send(new Frame.Window(stream.id(), received, limit, flags));
        pair.frames().measure();
    }

    @Override
    public long shortestRoundTrip() {
        return pair.peer().roundTrip().shortestNanos();
    }

    /** How long an answer of the peer takes at present, in nanoseconds; 0 if not known. */
    long roundTrip() {
        return pair.peer().roundTrip().nanos();
    }

    @Override
    public void unwanted() {
        stream.unwanted();
    }

    @Override
    public boolean isOpen() {
        return !pair.isSuspended();
    }

    @Override
    public boolean send(byte[] message, int bodyBytes, boolean repeat, boolean last) {
        if (repeat) {
            context.metrics().bytesRepeated(End.HOST, bodyBytes);
        } else {
            context.metrics().bytesSent(End.HOST, bodyBytes);
        }
        if (!last || repeat) {
            return pair.send(message);
        }
        boolean[] sent = new boolean[1];
        pair.host().leave(() -> {
            stream.lastGoesOut(); // first, so that the caller's next stream finds room
            sent[0] = pair.send(message);
        });
        return sent[0];
    }

    @Override
    public void broken(Throwable failure) {
        LOG.log(Level.ERROR, () -> "the body of the answer of stream %d failed".formatted(stream.id()), failure);
        stream.fail(new TunnelException(TunnelErrorCode.RESET, "the body of the answer failed"), true);
    }
}
