package dev.hawser.tunnel;

/** What became of a request to upgrade. */
public sealed interface TunnelUpgrade {

    /**
     * The host switched protocols: the stream is raw bytes from now on.
     *
     * @param headers of the 101 answer; {@code Upgrade} among them names the protocol
     */
    record Switched(TunnelHeaders headers, TunnelChannel channel) implements TunnelUpgrade {}

    /** The host answered the request as any other; the body is still to be read or discarded. */
    record Answered(TunnelResponse response) implements TunnelUpgrade {}
}
