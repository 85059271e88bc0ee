package dev.hawser.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import dev.hawser.tunnel.frame.FrameDecoder;
import dev.hawser.tunnel.frame.RequestHead;
import dev.hawser.tunnel.frame.ResponseHead;
import dev.hawser.tunnel.frame.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of the tunnel that does only what a test says, frame by frame, and does not hear PINGs. */
final class RawPeer implements AutoCloseable {

    /** A frame that arrived. */
    record Received(Frame frame, String subject, @Nullable String from) {}

    private static final long PATIENCE_SECONDS = 10;

    private final NatsConnectionHolder connection;
    private final TunnelSubjects subjects;
    private final String token;
    private final BlockingQueue<Received> frames = new LinkedBlockingQueue<>();

    private RawPeer(NatsConnectionHolder connection, String link, String token) {
        this.connection = connection;
        this.subjects = new TunnelSubjects(link);
        this.token = token;
    }

    static RawPeer host(NatsConnectionHolder connection, String link, String token) {
        var peer = new RawPeer(connection, link, token);
        peer.listen(peer.subjects.open());
        peer.listen(peer.subjects.q(token));
        return peer;
    }

    static RawPeer caller(NatsConnectionHolder connection, String link, String token) {
        var peer = new RawPeer(connection, link, token);
        peer.listen(peer.subjects.r(token));
        return peer;
    }

    Received take() {
        try {
            return Objects.requireNonNull(frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no frame came");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The next frame of that type; what comes before it does not matter. */
    <T extends Frame> T await(Class<T> type) {
        Frame frame = take().frame();
        while (!type.isInstance(frame)) {
            frame = take().frame();
        }
        return type.cast(frame);
    }

    /** The next frame, which must be of that type. */
    <T extends Frame> T take(Class<T> type) {
        Frame frame = take().frame();
        assertThat(frame).isInstanceOf(type);
        return type.cast(frame);
    }

    boolean hasNoFrame() {
        return frames.isEmpty();
    }

    /** The caller of a stream, from the reply subject of its OPEN. */
    String callerOf(Received open) {
        return TunnelSubjects.parseReply(Objects.requireNonNull(open.from()))
                .orElseThrow()
                .caller();
    }

    void sendToCaller(String caller, Frame frame) {
        publish(subjects.r(caller), subjects.q(token), FrameCodec.encode(frame));
    }

    void open(long streamId, RequestHead head, int flags) {
        open(streamId, 1, head, flags);
    }

    void open(long streamId, long oldest, RequestHead head, int flags) {
        send(subjects.open(), streamId, new Frame.Open(streamId, oldest, flags, head, ByteBuffer.allocate(0)));
    }

    void sendToHost(String host, Frame frame) {
        send(host, frame.streamId(), frame);
    }

    void publish(String subject, String reply, byte[] message) {
        connection.publish(subject, reply, null, message);
        Flush.of(connection);
    }

    String replySubject(long streamId) {
        return subjects.replySubject(token, streamId);
    }

    static RequestHead get(String target, Optional<Duration> deadline) {
        return new RequestHead("GET", target, TunnelHeaders.empty(), deadline, true, Wire.INITIAL_WINDOW_BYTES);
    }

    static Frame head(long streamId, boolean last) {
        return new Frame.Head(
                streamId,
                last ? Flags.FIN : Flags.NONE,
                new ResponseHead(200, TunnelHeaders.empty()),
                ByteBuffer.allocate(0));
    }

    private void send(String subject, long streamId, Frame frame) {
        publish(subject, replySubject(streamId), FrameCodec.encode(frame));
    }

    private void listen(String subject) {
        connection.subscribe(subject, null, message -> {
            if (message.isStatusMessage()) {
                return;
            }
            Frame frame = FrameDecoder.decode(message.getData());
            if (!(frame instanceof Frame.Ping) && !(frame instanceof Frame.Pong)) {
                frames.add(new Received(frame, message.getSubject(), message.getReplyTo()));
            }
        });
        Flush.of(connection);
    }

    @Override
    public void close() {
        connection.close();
    }
}
