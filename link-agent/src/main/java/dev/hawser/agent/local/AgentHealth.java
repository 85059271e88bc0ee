package dev.hawser.agent.local;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the running agent is; the answer of {@code GET /v1/health} and, with {@code --json}, of {@code status}.
 *
 * @param advice what to do when it is not healthy
 * @param natsUrl the broker that it is connected to
 * @param rttMs a round trip to the broker, measured now
 * @param outboxBytes output that is not delivered for good
 */
public record AgentHealth(
        State state,
        Optional<String> advice,
        long pid,
        String version,
        Optional<String> server,
        Optional<String> linkId,
        Optional<String> natsUrl,
        Optional<Double> rttMs,
        Optional<Instant> sessionExpiresAt,
        List<String> harnesses,
        int activeRuns,
        int freeSlots,
        int heldRuns,
        long outboxBytes,
        Instant startedAt) {

    public AgentHealth {
        harnesses = List.copyOf(harnesses);
    }

    /** In one word. */
    public enum State {
        /** It can do its work. */
        HEALTHY,
        /** It runs and cannot do its work now. */
        DEGRADED;

        /** The text for people and in JSON. */
        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
