package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.engine.Lists;
import dev.hawser.tunnel.engine.Peer;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameDecoder;
import dev.hawser.tunnel.frame.StreamState;
import dev.hawser.tunnel.frame.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the hosts of one link send, and whether they are there. */
final class LinkFrames {

    private final LinkPair pair;
    private final CallerContext context;
    private final KnownHosts hosts;

    LinkFrames(LinkPair pair, CallerContext context) {
        this.pair = pair;
        this.context = context;
        this.hosts = new KnownHosts(pair.subjects(), context);
    }

    /** Takes a message of a host. */
    void receive(@Nullable String from, byte[] message) {
        Peer host = hosts.at(from, pair::hasStreams);
        if (host == null) {
            pair.dropped("no_sender");
            return;
        }
        heard(host);
        Frame frame;
        try {
            frame = FrameDecoder.decode(message);
        } catch (TunnelException e) {
            malformed(message, String.valueOf(e.getMessage()));
            return;
        }
        switch (frame) {
            case Frame.Ping ping -> send(host, new Frame.Pong(ping.nonce(), compare(host, ping.streams(), true)));
            case Frame.Pong pong -> {
                compare(host, pong.streams(), false);
                long now = context.clock().nanos();
                long nanos = host.sinceNonce(pong.nonce(), now);
                host.roundTrip().measured(nanos, now);
                context.metrics().roundTrip(End.CALLER, nanos);
            }
            case Frame.GoAway goAway -> context.metrics().hostGoesAway();
            case Frame.Open open -> toStream(host, open, 0);
            case Frame.Head head -> toStream(host, head, head.body().remaining());
            case Frame.Data data ->
                toStream(host, data, data.offset() + data.body().remaining());
            case Frame.Trailers trailers -> toStream(host, trailers, trailers.offset());
            case Frame.Window window -> toStream(host, window, 0);
            case Frame.Reset reset -> toStream(host, reset, 0);
        }
    }

    /**
     * The server says that nobody received what a stream, or the pair itself, sent.
     *
     * @param target the subject where it was sent; null if the server does not say
     */
    void noResponders(long streamId, @Nullable String target) {
        CallerStream stream = pair.stream(streamId);
        Peer host = target == null ? (stream == null ? null : stream.host()) : hosts.known(target);
        if (host != null) {
            unreachable(host);
        } else if (stream != null && stream.host() == null) {
            stream.noResponders();
        }
    }

    /** This process has no connection. */
    void disconnected() {
        long now = context.clock().nanos();
        for (Peer host : hosts.all()) {
            if (host.liveness().disconnected(now)) {
                context.metrics().peerSuspended(End.CALLER);
            }
        }
    }

    /** This process has a connection again. */
    void connected() {
        long now = context.clock().nanos();
        for (Peer host : hosts.all()) {
            host.liveness().askSoon(now);
        }
    }

    void measure(Peer host) {
        long now = context.clock().nanos();
        if (host.roundTrip().isWanted(now)) {
            send(host, new Frame.Ping(host.nonce(now), List.of()));
        }
    }

    void tick(long now) {
        acknowledge(now);
        hosts.due(now).forEach(host -> watch(host, now));
    }

    private void acknowledge(long now) {
        for (Map.Entry<Peer, List<StreamState>> answers :
                pair.finished().takeDue(pair.toldOldest(), now).entrySet()) {
            Peer host = answers.getKey();
            for (List<StreamState> slice : Lists.slices(answers.getValue())) {
                if (slice.size() == 1) {
                    StreamState one = slice.getFirst();
                    pair.send(
                            host,
                            one.streamId(),
                            new Frame.Window(one.streamId(), one.received(), one.limit(), one.flags()));
                } else {
                    send(host, new Frame.Ping(host.nonce(now), slice));
                }
            }
        }
    }

    private void watch(Peer host, long now) {
        if (!pair.hasStreams(host)) {
            if (now - host.liveness().lastHeard()
                    > context.timing().keeping().tombstones().toNanos()) {
                hosts.forget(host);
            }
            return;
        }
        switch (host.liveness().check(now)) {
            case NOTHING -> {}
            case PING -> list(host, now);
            case SUSPEND -> {
                context.metrics().peerSuspended(End.CALLER);
                search(host, now);
            }
            case SEARCH -> search(host, now);
            case LOST -> lost(host, "the host is gone");
        }
    }

    /** Asks a silent host whether it is there, and whoever serves the link whether it is another one. */
    private void search(Peer host, long now) {
        list(host, now);
        context.outlet()
                .send(pair.subjects().open(), pair.replySubject(Wire.PAIR), new Frame.Ping(host.nonce(now), List.of()));
    }

    private void list(Peer host, long now) {
        List<StreamState> live =
                pair.streamsOf(host).stream().map(CallerStream::describe).toList();
        Lists.slices(live).forEach(slice -> send(host, new Frame.Ping(host.nonce(now), slice)));
    }

    private void heard(Peer host) {
        long now = context.clock().nanos();
        hosts.keep(host);
        if (host.liveness().heard(now)) {
            host.roundTrip().forgetShortest();
            context.metrics().peerResumed(End.CALLER);
            pair.streamsOf(host).forEach(CallerStream::resume);
            list(host, now);
        }
        for (Peer other : hosts.suspendedBeside(host)) {
            if (other.liveness().succeeded()) {
                lost(other, "another host serves the link");
            }
        }
    }

    private void unreachable(Peer host) {
        if (host.liveness().unreachable(context.clock().nanos())) {
            context.metrics().peerSuspended(End.CALLER);
        }
    }

    private void lost(Peer host, String why) {
        context.metrics().peerLost(End.CALLER);
        hosts.forget(host);
        pair.streamsOf(host).forEach(stream -> stream.fail(TunnelErrorCode.PEER_LOST, why, true));
    }

    /**
     * A frame for one stream.
     *
     * @param end of the bytes in it
     */
    private void toStream(Peer host, Frame frame, long end) {
        CallerStream stream = pair.stream(frame.streamId());
        if (stream != null) {
            stream.receive(host, frame);
            return;
        }
        switch (frame) {
            case Frame.Head head -> isOver(host, head.streamId(), end);
            case Frame.Data data -> isOver(host, data.streamId(), end);
            case Frame.Trailers trailers -> isOver(host, trailers.streamId(), end);
            case Frame.Window window -> {
                if (pair.finished().failureOf(window.streamId()).isPresent()) {
                    isOver(host, window.streamId(), 0); // the host has missed that
                } else {
                    pair.dropped("late_window");
                }
            }
            case Frame.Reset reset -> pair.dropped("late_reset");
            case Frame.Open open -> pair.dropped("open");
            case Frame.AboutPair misplaced -> pair.dropped("misplaced");
        }
    }

    /** Tells a host that a stream is over. */
    private void isOver(Peer host, long streamId, long end) {
        TunnelErrorCode failure = streamId > pair.lastId()
                ? TunnelErrorCode.PEER_LOST
                : pair.finished().failureOf(streamId).orElse(null);
        if (failure == null) {
            pair.send(host, streamId, new Frame.Window(streamId, end, end, FinishedStreams.SEEN));
        } else {
            pair.reset(host, streamId, failure, "the stream is over");
        }
    }

    private void malformed(byte[] message, String why) {
        pair.dropped("malformed");
        FrameDecoder.streamIdOf(message).ifPresent(id -> {
            CallerStream stream = pair.stream(id);
            if (stream != null) {
                stream.malformed("the host sent a malformed frame: " + why);
            }
        });
    }

    /**
     * The host's list of streams: a WINDOW for each.
     *
     * @param answer collect what this end has of them
     */
    private List<StreamState> compare(Peer host, List<StreamState> listed, boolean answer) {
        List<StreamState> mine = new ArrayList<>();
        for (StreamState state : listed) {
            CallerStream stream = pair.stream(state.streamId());
            if (stream == null) {
                isOver(host, state.streamId(), 0);
            } else if (host.equals(stream.host())) {
                stream.told(state.received(), state.limit(), state.flags());
                if (answer) {
                    mine.add(stream.describe());
                }
            }
        }
        return mine;
    }

    private void send(Peer host, Frame frame) {
        context.outlet().send(host.address(), pair.replySubject(Wire.PAIR), frame);
    }
}
