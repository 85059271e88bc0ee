package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.engine.Peer;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;

/** One stream as its two bodies see it. */
final class CallerFlow implements BodyReceiver.Incoming, BodySender.Outgoing {

    private final CallerStream stream;
    private final LinkPair pair;
    private final CallerContext context;

    CallerFlow(CallerStream stream, LinkPair pair, CallerContext context) {
        this.stream = stream;
        this.pair = pair;
        this.context = context;
    }

    @Override
    public void tell(long received, long limit, boolean gap) {
        int flags = stream.seenFlags() | (gap ? Flags.GAP : Flags.NONE);
        pair.send(stream.host(), stream.id(), new Frame.Window(stream.id(), received, limit, flags));
        pair.measure(stream.host());
    }

    @Override
    public long shortestRoundTrip() {
        Peer host = stream.host();
        return host == null ? 0 : host.roundTrip().shortestNanos();
    }

    /** How long an answer of the peer takes at present, in nanoseconds; 0 if not known. */
    long roundTrip() {
        Peer host = stream.host();
        return host == null ? 0 : host.roundTrip().nanos();
    }

    @Override
    public void unwanted() {
        stream.fail(TunnelErrorCode.CANCELLED, "the reader cancelled", true);
    }

    @Override
    public boolean isOpen() {
        Peer host = stream.host();
        return host != null && !host.liveness().isSuspended();
    }

    @Override
    public boolean send(byte[] message, int bodyBytes, boolean repeat, boolean last) {
        stream.active();
        if (repeat) {
            context.metrics().bytesRepeated(End.CALLER, bodyBytes);
        } else {
            context.metrics().bytesSent(End.CALLER, bodyBytes);
        }
        return pair.send(stream.host(), stream.id(), message);
    }

    @Override
    public void broken(Throwable failure) {
        stream.fail(new TunnelException(TunnelErrorCode.CANCELLED, "the body of the request failed", failure), true);
    }
}
