package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import dev.hawser.tunnel.frame.Wire;

/** Where frames leave this process: the one place that publishes. */
public final class Outlet {

    private static final int LENGTH_BYTES = Integer.BYTES;

    private final Carrier carrier;
    private final Turns turns;

    public Outlet(Carrier carrier) {
        this.carrier = carrier;
        this.turns = new Turns(carrier::pendingBytes);
    }

    /**
     * Sends one frame, ahead of data that waits for its turn. Every frame carries its sender's own address as reply
     * subject: it tells the receiver who speaks, and it is where the server says that nobody is there.
     *
     * @return false if there is no connection now: nothing was sent
     * @throws TunnelException with {@link TunnelErrorCode#PROTOCOL_ERROR} if the frame is too large
     */
    public boolean send(String subject, String from, Frame frame) {
        return send(subject, from, FrameCodec.encode(frame));
    }

    /** As {@link #send(String, String, Frame)}, for a frame that was encoded before. */
    public boolean send(String subject, String from, byte[] message) {
        try {
            return carrier.publish(subject, from, message);
        } catch (IllegalArgumentException e) {
            throw new TunnelException(TunnelErrorCode.PROTOCOL_ERROR, "the frame is too large for this server", e);
        }
    }

    /** Who may send data now. */
    public Turns turns() {
        return turns;
    }

    /** True while there is a connection. */
    public boolean isConnected() {
        return carrier.connected();
    }

    /** Most body bytes of one DATA frame. */
    public int maxDataBytes() {
        return (int) Math.min(Wire.MAX_DATA_BYTES, carrier.maxPayload() - Wire.HEADER_BYTES);
    }

    /** Most body bytes in the same frame as a head, whose length is not known yet. */
    public int maxInlineBytes() {
        long beside = carrier.maxPayload() - Wire.HEADER_BYTES - LENGTH_BYTES - Wire.MAX_HEAD_BYTES;
        return Math.clamp(beside, 0, Wire.MAX_DATA_BYTES);
    }
}
