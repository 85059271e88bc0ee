package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import dev.hawser.tunnel.frame.ResponseHead;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** How an answer is sent: what of it travels with the head, and what is left. */
final class Answer {

    /** The status of an answer after which the stream is raw bytes. */
    static final int SWITCHING = 101;

    private static final byte[] NOTHING = new byte[0];
    private static final System.Logger LOG = System.getLogger(Answer.class.getName());

    private final boolean switches;
    private final boolean whole;
    private final int inlineBytes;
    private final byte[] message;
    private final TunnelBody rest;

    private Answer(boolean switches, boolean whole, int inlineBytes, byte[] message, TunnelBody rest) {
        this.switches = switches;
        this.whole = whole;
        this.inlineBytes = inlineBytes;
        this.message = message;
        this.rest = rest;
    }

    /**
     * Plans an answer. Where HTTP has no body, the one of the response is given up; an answer that cannot be sent becomes
     * a bare 500.
     *
     * @param maxInlineBytes most body bytes beside the head
     */
    static Answer of(long streamId, Exchange exchange, TunnelResponse response, int maxInlineBytes) {
        if (response.status() == SWITCHING && exchange.use().isEmpty()) {
            LOG.log(Level.ERROR, () -> "a 101 that is no upgrade of stream %d".formatted(streamId));
            response.discard();
            return planned(streamId, exchange, HandlerCall.internalError(), maxInlineBytes);
        }
        try {
            return planned(streamId, exchange, response, maxInlineBytes);
        } catch (TunnelException e) {
            LOG.log(Level.ERROR, () -> "the answer of stream %d cannot be sent".formatted(streamId), e);
            response.discard();
            return planned(streamId, exchange, HandlerCall.internalError(), maxInlineBytes);
        }
    }

    private static Answer planned(long streamId, Exchange exchange, TunnelResponse response, int maxInlineBytes) {
        boolean switching = response.status() == SWITCHING;
        TunnelHeaders headers = switching
                ? response.headers().endToEndOfUpgrade()
                : response.headers().endToEnd();
        boolean bare = TunnelResponse.hasNoBody(exchange.method(), response.status());
        TunnelBody body = bare ? TunnelBody.empty() : response.content();
        byte[] atHand = body.atHand().orElse(NOTHING);
        int inline = (int) Math.min(Math.min(atHand.length, maxInlineBytes), exchange.window());
        boolean whole = !switching && body.atHand().isPresent() && inline == atHand.length;
        byte[] message = FrameCodec.encode(new Frame.Head(
                streamId,
                whole ? Flags.FIN : Flags.NONE,
                new ResponseHead(response.status(), headers),
                ByteBuffer.wrap(atHand, 0, inline)));
        if (bare) {
            response.discard();
        }
        return new Answer(switching, whole, inline, message, body);
    }

    /** True if raw bytes follow. */
    boolean switches() {
        return switches;
    }

    /** True if nothing is left to send. */
    boolean isWhole() {
        return whole;
    }

    /** Bytes of the body that travel with the head. */
    int inlineBytes() {
        return inlineBytes;
    }

    /** The head, encoded. */
    byte[] message() {
        return message;
    }

    /** The body; the first bytes of it travel with the head. */
    TunnelBody rest() {
        return rest;
    }
}
