package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.engine.Lists;
import dev.hawser.tunnel.engine.Peer;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameDecoder;
import dev.hawser.tunnel.frame.StreamState;
import dev.hawser.tunnel.frame.Wire;
import java.util.ArrayList;
import java.util.List;

/** What one calling process sends, and whether it is there. */
final class CallerFrames {

    private static final int SEEN = Flags.HEAD_SEEN | Flags.FIN_SEEN;

    private final CallerPair pair;
    private final Peer peer;
    private final HostContext context;

    CallerFrames(CallerPair pair, HostContext context) {
        this.pair = pair;
        this.peer = pair.peer();
        this.context = context;
    }

    /**
     * Takes a message of the caller.
     *
     * @param streamId the stream that the reply subject names
     */
    void receive(long streamId, byte[] message) {
        heard();
        Frame frame;
        try {
            frame = FrameDecoder.decode(message);
        } catch (TunnelException e) {
            malformed(streamId, String.valueOf(e.getMessage()));
            return;
        }
        if (frame.streamId() != streamId) {
            malformed(streamId, "the reply subject names another stream");
            return;
        }
        switch (frame) {
            case Frame.Ping ping -> pair.send(new Frame.Pong(ping.nonce(), compare(ping.streams(), true)));
            case Frame.Pong pong -> {
                compare(pong.streams(), false);
                long now = context.clock().nanos();
                long nanos = peer.sinceNonce(pong.nonce(), now);
                peer.roundTrip().measured(nanos, now);
                context.metrics().roundTrip(End.HOST, nanos);
            }
            case Frame.GoAway goAway -> dropped("goaway");
            case Frame.Open open -> {
                HostStream known = pair.stream(streamId);
                if (known == null) {
                    pair.open(open);
                } else {
                    known.receive(open);
                }
            }
            case Frame.Head head -> toStream(head, 0);
            case Frame.Data data -> toStream(data, data.offset() + data.body().remaining());
            case Frame.Trailers trailers -> toStream(trailers, trailers.offset());
            case Frame.Window window -> toStream(window, 0);
            case Frame.Reset reset -> toStream(reset, 0);
        }
    }

    /** Finds out how long the way to the caller is, if that was not done for a while. */
    void measure() {
        long now = context.clock().nanos();
        if (peer.roundTrip().isWanted(now)) {
            pair.send(new Frame.Ping(peer.nonce(now), List.of()));
        }
    }

    /** Nothing reaches the caller. */
    void unreachable() {
        if (!pair.streams().isEmpty()
                && peer.liveness().unreachable(context.clock().nanos())) {
            context.metrics().peerSuspended(End.HOST);
        }
    }

    /** This process has no connection. */
    void disconnected() {
        if (!pair.streams().isEmpty()
                && peer.liveness().disconnected(context.clock().nanos())) {
            context.metrics().peerSuspended(End.HOST);
        }
    }

    /** Looks at the streams and at their caller; false if it is not worth to remember any more. */
    boolean tick(long now) {
        pair.streams().forEach(stream -> stream.tick(now));
        if (!peer.liveness().isDue(now)) {
            return true;
        }
        if (pair.streams().isEmpty()) {
            return now - peer.liveness().lastHeard()
                    <= context.timing().keeping().tombstones().toNanos();
        }
        switch (peer.liveness().check(now)) {
            case NOTHING -> {}
            case PING, SEARCH -> list(now);
            case SUSPEND -> {
                context.metrics().peerSuspended(End.HOST);
                list(now);
            }
            case LOST -> pair.lost();
        }
        return true;
    }

    private void heard() {
        long now = context.clock().nanos();
        if (peer.liveness().heard(now)) {
            peer.roundTrip().forgetShortest();
            context.metrics().peerResumed(End.HOST);
            pair.streams().forEach(HostStream::resume);
            list(now);
        }
    }

    private void list(long now) {
        List<StreamState> live =
                pair.streams().stream().map(HostStream::describe).toList();
        Lists.slices(live).forEach(slice -> pair.send(new Frame.Ping(peer.nonce(now), slice)));
    }

    /**
     * A frame for one stream.
     *
     * @param end of the bytes in it
     */
    private void toStream(Frame frame, long end) {
        HostStream stream = pair.stream(frame.streamId());
        if (stream != null) {
            stream.receive(frame);
            return;
        }
        switch (frame) {
            case Frame.Reset reset -> {
                pair.finished().add(reset.streamId()); // also of an OPEN that is still on its way
                dropped("late");
            }
            case Frame.Window window -> {
                if (!Flags.has(window.flags(), Flags.FIN_SEEN)) {
                    isOver(window.streamId(), true, 0);
                }
            }
            case Frame.Head head -> isOver(head.streamId(), false, end);
            case Frame.Data data -> isOver(data.streamId(), false, end);
            case Frame.Trailers trailers -> isOver(trailers.streamId(), false, end);
            case Frame.Open open -> dropped("misplaced");
            case Frame.AboutPair misplaced -> dropped("misplaced");
        }
    }

    /**
     * Tells the caller that a stream is over, or never was.
     *
     * @param waits the caller still waits for the answer
     */
    private void isOver(long streamId, boolean waits, long end) {
        if (!pair.finished().contains(streamId)) {
            pair.reset(streamId, TunnelErrorCode.PEER_LOST, "unknown stream");
            return;
        }
        TunnelErrorCode failure = pair.failureOf(streamId).orElse(null);
        if (failure != null) {
            pair.reset(streamId, failure, "the stream is over");
        } else if (waits) {
            pair.reset(streamId, TunnelErrorCode.RESET, "answer no longer kept");
        } else {
            pair.send(new Frame.Window(streamId, end, end, SEEN));
        }
    }

    private void malformed(long streamId, String why) {
        dropped("malformed");
        HostStream stream = pair.stream(streamId);
        if (stream != null) {
            stream.malformed("the caller sent a malformed frame: " + why);
        } else if (streamId != Wire.PAIR) {
            pair.reset(streamId, TunnelErrorCode.PROTOCOL_ERROR, why);
        }
    }

    /**
     * The caller's list of streams: a WINDOW for each.
     *
     * @param answer collect what this end has of them
     */
    private List<StreamState> compare(List<StreamState> listed, boolean answer) {
        List<StreamState> mine = new ArrayList<>();
        for (StreamState state : listed) {
            HostStream stream = pair.stream(state.streamId());
            if (stream != null) {
                stream.told(state.received(), state.limit(), state.flags());
                if (answer && !stream.isOver()) {
                    mine.add(stream.describe());
                }
            } else if (!Flags.has(state.flags(), Flags.FIN_SEEN)) {
                isOver(state.streamId(), true, 0);
            }
        }
        return mine;
    }

    private void dropped(String reason) {
        context.metrics().frameDropped(End.HOST, reason);
    }
}
