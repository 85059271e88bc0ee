package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.engine.FailedStreams;
import dev.hawser.tunnel.engine.Peer;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a caller still knows of streams that are over. Ids are given in order, so every lower one that does not live is
 * over; only those that failed are written down. A host hears that an answer arrived with the next opening, or a
 * moment later from here. Thread-safe.
 */
final class FinishedStreams {

    static final int SEEN = Flags.HEAD_SEEN | Flags.FIN_SEEN;

    private static final long WAIT_NANOS = Duration.ofMillis(50).toNanos();

    private record Answered(long streamId, Peer host, long received, long at) {}

    private final FailedStreams failed;
    private final Queue<Answered> untold = new ConcurrentLinkedQueue<>();

    FinishedStreams(Duration time) {
        this.failed = new FailedStreams(time);
    }

    void failed(long streamId, TunnelErrorCode code, long now) {
        failed.add(streamId, code, now);
    }

    Optional<TunnelErrorCode> failureOf(long streamId) {
        return failed.codeOf(streamId);
    }

    void completed(long streamId, Peer host, long received, long now) {
        untold.add(new Answered(streamId, host, received, now));
    }

    boolean isEmpty() {
        return untold.isEmpty();
    }

    /**
     * The answers that hosts have to hear of, which counts as told then.
     *
     * @param told the lowest stream of the last opening: hosts know that all before it are over
     */
    Map<Peer, List<StreamState>> takeDue(long told, long now) {
        Map<Peer, List<StreamState>> due = new LinkedHashMap<>();
        Answered next = untold.peek();
        while (next != null && (next.streamId() < told || now - next.at() >= WAIT_NANOS)) {
            untold.remove();
            if (next.streamId() >= told) {
                due.computeIfAbsent(next.host(), host -> new ArrayList<>())
                        .add(new StreamState(next.streamId(), next.received(), next.received(), SEEN));
            }
            next = untold.peek();
        }
        return due;
    }
}
