package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.engine.Peer;
import dev.hawser.tunnel.frame.Frame;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** This process and one link: the streams between them. What its hosts send comes in through {@link LinkFrames}. */
final class LinkPair {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final TunnelSubjects subjects;
    private final CallerContext context;
    private final Runnable onRemoved;
    private final Optional<Introductions> introductions;
    private final FinishedStreams finished;
    private final ConcurrentSkipListMap<Long, CallerStream> streams = new ConcurrentSkipListMap<>();
    private final LinkFrames frames;
    private long lastId;
    private volatile long toldOldest;
    private volatile long lastUsed;

    /**
     * Makes a pair without streams.
     *
     * @param after the ids of its streams are higher than that
     * @param onRemoved runs whenever a stream has ended
     */
    LinkPair(TunnelSubjects subjects, CallerContext context, long after, Runnable onRemoved) {
        this.subjects = subjects;
        this.context = context;
        this.lastId = after;
        this.onRemoved = onRemoved;
        this.lastUsed = context.clock().nanos();
        this.finished = new FinishedStreams(context.timing().keeping().tombstones());
        this.frames = new LinkFrames(this, context);
        this.introductions =
                context.options().identity().map(source -> new Introductions(source, subjects.link(), context.token()));
    }

    TunnelSubjects subjects() {
        return subjects;
    }

    LinkFrames frames() {
        return frames;
    }

    FinishedStreams finished() {
        return finished;
    }

    @Nullable CallerStream stream(long id) {
        return streams.get(id);
    }

    Collection<CallerStream> streams() {
        return streams.values();
    }

    /** Registers a stream with the next id; it is still to be opened. */
    CallerStream register(TunnelRequest request, boolean upgrade, Outcome outcome) {
        return register(request, upgrade, false, outcome);
    }

    private CallerStream register(TunnelRequest request, boolean upgrade, boolean fullIdentity, Outcome outcome) {
        Optional<Introductions.Introduction> identity =
                introductions.map(known -> known.introduce(request.principal(), fullIdentity));
        var opening = new Opening(request, upgrade, identity, context.outlet().maxInlineBytes(), context.timing());
        synchronized (this) {
            lastId++;
            lastUsed = context.clock().nanos();
            var stream = new CallerStream(lastId, this, context, opening, outcome);
            streams.put(lastId, stream);
            return stream;
        }
    }

    /** Opens a stream that was registered. */
    void open(CallerStream stream) {
        Map.Entry<Long, CallerStream> first = streams.firstEntry();
        long oldest = first == null ? stream.id() : Math.min(first.getKey(), stream.id());
        stream.open(oldest);
        toldOldest = oldest;
    }

    /** A host did not know the identity of a stream: opens it anew. False if that was tried already. */
    boolean reopen(CallerStream stream) {
        Opening opening = stream.opening();
        boolean wasShort =
                opening.identity().map(identity -> !identity.header().isToken()).orElse(false);
        if (!wasShort || !streams.remove(stream.id(), stream)) {
            return false;
        }
        open(register(opening.request(), opening.isUpgrade(), true, stream.outcome()));
        return true;
    }

    /** A host took an opening. */
    void introduced(Opening opening) {
        introductions.ifPresent(known -> opening.identity().ifPresent(identity -> known.accepted(identity.hash())));
    }

    synchronized long lastId() {
        return lastId;
    }

    /** The lowest stream of the last opening: hosts know that all before it are over. */
    long toldOldest() {
        return toldOldest;
    }

    boolean isUnusedSince(long time) {
        return streams.isEmpty() && lastUsed - time < 0;
    }

    /** A stream ended early. */
    void failed(CallerStream stream, TunnelErrorCode code) {
        finished.failed(stream.id(), code, context.clock().nanos());
        remove(stream);
    }

    /** A stream ended well: its host may forget the answer. */
    void completed(CallerStream stream, long received) {
        Peer host = stream.host();
        remove(stream);
        if (host != null) {
            finished.completed(stream.id(), host, received, context.clock().nanos());
        }
    }

    private void remove(CallerStream stream) {
        if (streams.remove(stream.id(), stream)) {
            lastUsed = context.clock().nanos();
            onRemoved.run();
        }
    }

    void failAll(TunnelErrorCode code, String message, boolean tell) {
        streams.values().forEach(stream -> stream.fail(code, message, tell));
    }

    /** The server does not let this process publish to that subject of the link. */
    void publishRefused(String subject) {
        for (CallerStream stream : streams.values()) {
            Peer host = stream.host();
            if (host == null && subject.equals(subjects.open())) {
                stream.fail(TunnelErrorCode.REFUSED, "NATS does not let this process open streams to the link", false);
            } else if (host != null && subject.equals(host.address())) {
                stream.fail(TunnelErrorCode.PEER_LOST, "NATS does not let this process send to the host", false);
            }
        }
    }

    /** Looks at all streams and at their hosts; false if there is nothing to watch. */
    boolean tick(long now) {
        streams.values().forEach(stream -> stream.tick(now));
        frames.tick(now);
        return !streams.isEmpty() || !finished.isEmpty();
    }

    /** Sends the OPEN of a stream, or sends it again. */
    boolean send(Frame.Open open) {
        return context.outlet().send(subjects.open(), replySubject(open.streamId()), open);
    }

    /** Sends a frame of a stream; to whoever serves the link as long as the host is not known. */
    boolean send(@Nullable Peer host, long streamId, Frame frame) {
        return context.outlet().send(address(host), replySubject(streamId), frame);
    }

    boolean send(@Nullable Peer host, long streamId, byte[] message) {
        return context.outlet().send(address(host), replySubject(streamId), message);
    }

    /** Finds out how long the way to a host is, if that was not done for a while. */
    void measure(@Nullable Peer host) {
        if (host != null) {
            frames.measure(host);
        }
    }

    void reset(@Nullable Peer host, long streamId, TunnelErrorCode code, @Nullable String message) {
        send(host, streamId, new Frame.Reset(streamId, code, 0, message == null ? "" : message));
    }

    List<CallerStream> streamsOf(Peer host) {
        return streams.values().stream()
                .filter(stream -> host.equals(stream.host()))
                .toList();
    }

    boolean hasStreams(Peer host) {
        return streams.values().stream().anyMatch(stream -> host.equals(stream.host()));
    }

    /** Where hosts answer this process about that stream. */
    String replySubject(long streamId) {
        return subjects.replySubject(context.token(), streamId);
    }

    void dropped(String reason) {
        context.metrics().frameDropped(End.CALLER, reason);
    }

    static TunnelException notConnected() {
        return TunnelException.retryLater(TunnelErrorCode.REFUSED, "not connected to NATS", RETRY_AFTER);
    }

    static TunnelException explain(Frame.Reset reset) {
        return reset.retryAfterMillis() == 0
                ? new TunnelException(reset.code(), reset.message())
                : TunnelException.retryLater(
                        reset.code(), reset.message(), Duration.ofMillis(reset.retryAfterMillis()));
    }

    private String address(@Nullable Peer host) {
        return host == null ? subjects.open() : host.address();
    }
}
