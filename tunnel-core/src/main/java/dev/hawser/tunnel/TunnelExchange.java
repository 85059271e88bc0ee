package dev.hawser.tunnel;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** One request as a host's handler sees it. Thread-safe. */
public interface TunnelExchange {

    String method();

    /** Path and query, in origin form. */
    String target();

    TunnelHeaders headers();

    /** The body, empty for an upgrade: read it, or leave it; what is not read when the answer is complete is given up. */
    TunnelBody body();

    /** True if the caller asks to switch to raw bytes; {@code Upgrade} in the headers names the protocol. */
    boolean isUpgrade();

    /**
     * The answer 101 to a request to upgrade. When its head is out, {@code use} gets the raw bytes, on the executor of
     * {@link TunnelOptions}; if that throws, the stream is reset.
     *
     * @param headers of the answer; {@code Upgrade} among them names the protocol
     * @throws IllegalStateException if this is not a request to upgrade
     */
    TunnelResponse upgrade(TunnelHeaders headers, Consumer<TunnelChannel> use);

    /** The token of the calling process, as the reply subject named it. */
    String caller();

    /** In whose name it is asked, as the caller proved; empty if the host does not check that. */
    Optional<TunnelPrincipal> principal();

    /** When the caller stops waiting, by the clock of this machine. */
    Optional<Instant> deadline();

    /** True once nobody waits for the answer any more. */
    boolean isCancelled();

    /** Runs something when nobody waits any more; at once if that is so already. Not run after a complete answer. */
    void onCancel(Runnable action);
}
