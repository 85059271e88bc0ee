package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.engine.FailedStreams;
import dev.hawser.tunnel.engine.Peer;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.identity.IdentityHeader;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** One calling process and this host: the streams between them. What it sends comes in through {@link CallerFrames}. */
final class CallerPair {

    private static final long RETRY_AFTER_MILLIS = 1_000;

    private final String token;
    private final Peer peer;
    private final Host host;
    private final HostContext context;
    private final FinishedIds finished = new FinishedIds();
    private final FailedStreams failed;
    private final ConcurrentSkipListMap<Long, HostStream> streams = new ConcurrentSkipListMap<>();
    private final CallerFrames frames;
    private volatile long touchedAt;

    CallerPair(String token, Host host, HostContext context) {
        this.token = token;
        this.host = host;
        this.context = context;
        var timing = context.timing().liveness();
        this.peer = new Peer(
                context.subjects().r(token),
                timing,
                timing.resume().plus(timing.hostLonger()),
                context.clock().nanos());
        this.failed = new FailedStreams(context.timing().keeping().tombstones());
        this.frames = new CallerFrames(this, context);
        this.touchedAt = context.clock().nanos();
    }

    String token() {
        return token;
    }

    Peer peer() {
        return peer;
    }

    Host host() {
        return host;
    }

    CallerFrames frames() {
        return frames;
    }

    FinishedIds finished() {
        return finished;
    }

    @Nullable HostStream stream(long id) {
        return streams.get(id);
    }

    Collection<HostStream> streams() {
        return streams.values();
    }

    /** It is used now; false if it was not for so long that it may just be being forgotten. */
    boolean touch(long now) {
        boolean fresh = now - touchedAt < keepNanos() / 2;
        touchedAt = now;
        return fresh;
    }

    /** True if it may be forgotten. */
    boolean isUnused(long now) {
        return streams.isEmpty() && now - touchedAt > keepNanos();
    }

    private long keepNanos() {
        return context.timing().keeping().tombstones().toNanos();
    }

    boolean isSuspended() {
        return peer.liveness().isSuspended();
    }

    /** How long the caller has been there without a suspension. */
    long presentNanos(long now) {
        return peer.liveness().presentNanos(now);
    }

    /** Takes an OPEN of a stream that does not live. */
    void open(Frame.Open open) {
        long id = open.streamId();
        forgetBefore(open.oldest());
        if (finished.contains(id)) {
            Optional<TunnelErrorCode> failure = failed.codeOf(id);
            reset(id, failure.orElse(TunnelErrorCode.RESET), failure.isPresent() ? "" : "answer no longer kept");
            return;
        }
        Optional<IdentityHeader> identity = IdentityHeader.of(open.head().headers());
        if (isUnknown(identity)) {
            over(id, TunnelErrorCode.IDENTITY_UNKNOWN);
            reset(id, TunnelErrorCode.IDENTITY_UNKNOWN, "send the whole identity");
        } else if (Flags.has(open.flags(), Flags.REPEAT) && !open.head().repeatable()) {
            over(id, TunnelErrorCode.OPEN_TIMEOUT);
            reset(id, TunnelErrorCode.OPEN_TIMEOUT, "outcome unknown");
        } else if (host.isClosing()) {
            refuse(id, "the host shuts down");
        } else if (!host.admits()) {
            refuse(id, "the host has too many streams");
        } else {
            var stream = new HostStream(open, identity, this, context);
            streams.put(id, stream);
            context.metrics().streamOpened(End.HOST);
            stream.start(open);
        }
    }

    /** The caller says that all its streams before that one are over. */
    void forgetBefore(long oldest) {
        if (oldest <= finished.mark()) {
            return;
        }
        finished.raise(oldest);
        streams.headMap(oldest).values().forEach(stream -> stream.abandoned("the caller has given it up"));
    }

    /** A stream is over, and nothing of it is kept. */
    void remove(HostStream stream) {
        finished.add(stream.id());
        streams.remove(stream.id(), stream);
    }

    /** Remembers why a stream is over. */
    void over(long streamId, TunnelErrorCode code) {
        finished.add(streamId);
        failed.add(streamId, code, context.clock().nanos());
    }

    Optional<TunnelErrorCode> failureOf(long streamId) {
        return failed.codeOf(streamId);
    }

    /** Nothing was heard of the caller for too long. */
    void lost() {
        context.metrics().peerLost(End.HOST);
        failAll("the caller is gone", true);
    }

    void failAll(String message, boolean tell) {
        streams.values().forEach(stream -> stream.fail(new TunnelException(TunnelErrorCode.PEER_LOST, message), tell));
    }

    boolean send(Frame frame) {
        return context.outlet().send(peer.address(), context.address(), frame);
    }

    boolean send(byte[] message) {
        return context.outlet().send(peer.address(), context.address(), message);
    }

    void reset(long streamId, TunnelErrorCode code, String message) {
        send(new Frame.Reset(streamId, code, 0, message));
    }

    private void refuse(long streamId, String why) {
        over(streamId, TunnelErrorCode.REFUSED);
        send(new Frame.Reset(streamId, TunnelErrorCode.REFUSED, RETRY_AFTER_MILLIS, why));
    }

    /** True if the opening names an identity by a hash that this host does not know. */
    private boolean isUnknown(Optional<IdentityHeader> identity) {
        return context.options()
                .identityCheck()
                .flatMap(check -> identity.filter(header -> !header.isToken())
                        .map(header -> check.known(
                                        header.text(), context.subjects().link(), token)
                                .isEmpty()))
                .orElse(false);
    }
}
