package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.TunnelErrorCode;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Why streams failed, kept for a while, so that an end that missed it is told again. Bounded; thread-safe. */
public final class FailedStreams {

    private static final int MOST = 1_024;

    private record Failure(TunnelErrorCode code, long at) {}

    private final long nanos;
    private final Map<Long, Failure> failures = new LinkedHashMap<>();

    public FailedStreams(Duration time) {
        this.nanos = time.toNanos();
    }

    public synchronized void add(long streamId, TunnelErrorCode code, long now) {
        failures.put(streamId, new Failure(code, now));
        Iterator<Failure> oldest = failures.values().iterator();
        while (oldest.hasNext()) {
            if (now - oldest.next().at() <= nanos && failures.size() <= MOST) {
                return;
            }
            oldest.remove();
        }
    }

    public synchronized Optional<TunnelErrorCode> codeOf(long streamId) {
        return Optional.ofNullable(failures.get(streamId)).map(Failure::code);
    }
}
