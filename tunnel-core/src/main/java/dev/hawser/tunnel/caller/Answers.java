package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelUpgrade;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.flow.RawChannel;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one stream gives to whoever sent the request: an answer, or after a 101 the raw bytes. */
final class Answers {

    private static final int SWITCHING = 101;

    private final Opening opening;
    private final BodySender sender;
    private final BodyReceiver receiver;
    private volatile @Nullable RawChannel channel;

    Answers(Opening opening, BodySender sender, BodyReceiver receiver) {
        this.opening = opening;
        this.sender = sender;
        this.receiver = receiver;
    }

    /** Why a head is none for this request; empty if it is one. */
    Optional<String> objection(Frame.Head head) {
        int status = head.head().status();
        boolean bare = Flags.has(head.flags(), Flags.FIN) && !head.body().hasRemaining();
        if (status == SWITCHING && !opening.isUpgrade()) {
            return Optional.of("a host switches protocols unasked");
        }
        if (!bare && TunnelResponse.hasNoBody(opening.request().method(), status)) {
            return Optional.of("a body where HTTP has none");
        }
        return Optional.empty();
    }

    /**
     * The answer with that head.
     *
     * @param reset ends the stream
     */
    TunnelUpgrade of(Frame.Head head, Consumer<String> reset) {
        Multi<ByteBuffer> incoming = Multi.createFrom().publisher(receiver);
        if (head.head().status() != SWITCHING) {
            return new TunnelUpgrade.Answered(new TunnelResponse(
                    head.head().status(), head.head().headers(), TunnelBody.of(incoming, receiver::trailers)));
        }
        var raw = new RawChannel(incoming, outgoing -> sender.begin(TunnelBody.of(outgoing)), reset);
        channel = raw;
        return new TunnelUpgrade.Switched(head.head().headers(), raw);
    }

    boolean isSwitched() {
        return channel != null;
    }

    /** True if nothing is to be received any more, and after an upgrade nothing to be sent. */
    boolean isComplete() {
        return receiver.isComplete() && (channel == null || sender.isAcknowledged());
    }

    void complete() {
        RawChannel raw = channel;
        if (raw != null) {
            raw.complete();
        }
    }

    void fail(TunnelException failure) {
        RawChannel raw = channel;
        if (raw != null) {
            raw.fail(failure);
        }
        receiver.fail(failure);
    }
}
