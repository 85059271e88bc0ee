package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.RequestHead;
import dev.hawser.tunnel.identity.IdentityHeader;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The OPEN of one stream: made once, and sent again until a host is heard. A state machine with the clock passed in; the
 * lock of the stream guards it.
 */
final class Opening {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TunnelRequest request;
    private final boolean upgrade;
    private final Optional<Introductions.Introduction> identity;
    private final int inlineBytes;
    private final long repeatNanos;
    private Frame.@Nullable Open frame;
    private volatile boolean sent;
    private volatile boolean repeated;
    private long sentAt;

    /**
     * Decides how much of the body travels with the head.
     *
     * @param upgrade raw bytes follow, once the host has agreed
     * @param maxInlineBytes most of the body
     */
    Opening(
            TunnelRequest request,
            boolean upgrade,
            Optional<Introductions.Introduction> identity,
            int maxInlineBytes,
            TunnelTiming timing) {
        this.request = request;
        this.upgrade = upgrade;
        this.identity = identity;
        this.repeatNanos = timing.opening().repeat().toNanos();
        this.inlineBytes = request.body()
                .atHand()
                .map(bytes -> Math.min(bytes.length, maxInlineBytes))
                .orElse(0);
    }

    TunnelRequest request() {
        return request;
    }

    boolean isUpgrade() {
        return upgrade;
    }

    int inlineBytes() {
        return inlineBytes;
    }

    Optional<Introductions.Introduction> identity() {
        return identity;
    }

    /** True if nothing of the body is left to send. */
    boolean carriesAll() {
        return !upgrade
                && request.body()
                        .atHand()
                        .map(bytes -> bytes.length == inlineBytes)
                        .orElse(false);
    }

    /** Makes the frame. */
    void prepare(long streamId, long oldest, long window) {
        var head = new RequestHead(
                request.method(), request.target(), headers(), request.deadline(), request.repeatable(), window);
        ByteBuffer inline = request.body()
                .atHand()
                .map(bytes -> ByteBuffer.wrap(bytes, 0, inlineBytes))
                .orElse(NOTHING);
        int flags = (carriesAll() ? Flags.FIN : Flags.NONE) | (upgrade ? Flags.UPGRADE : Flags.NONE);
        frame = new Frame.Open(streamId, oldest, flags, head, inline);
    }

    /**
     * Sends the frame if it is time; a connection that is not there now is tried again at the next call.
     *
     * @return true if it was sent
     */
    boolean send(long now, Predicate<Frame.Open> outlet) {
        Frame.Open open = frame;
        if (open == null || (sent && now - sentAt < repeatNanos)) {
            return false;
        }
        Frame.Open next = sent
                ? new Frame.Open(open.streamId(), open.oldest(), open.flags() | Flags.REPEAT, open.head(), open.body())
                : open;
        if (!outlet.test(next)) {
            return false;
        }
        repeated = sent;
        sent = true;
        sentAt = now;
        return true;
    }

    /** True if it may have reached a host. */
    boolean wasSent() {
        return sent;
    }

    /** True if the outcome of the first one is unknown, whatever becomes of the second. */
    boolean wasRepeated() {
        return repeated;
    }

    /** The host was heard. */
    void answered() {
        frame = null;
    }

    private TunnelHeaders headers() {
        TunnelHeaders given = upgrade
                ? request.headers().endToEndOfUpgrade()
                : request.headers().endToEnd();
        TunnelHeaders bare = given.first(IdentityHeader.NAME).isEmpty() ? given : given.without(IdentityHeader.NAME);
        return identity.map(
                        known -> bare.with(IdentityHeader.NAME, known.header().value()))
                .orElse(bare);
    }
}
