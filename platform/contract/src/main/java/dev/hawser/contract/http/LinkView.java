package dev.hawser.contract.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One link as its owner sees it; presence is asked of the link itself, at this moment (design 06). */
public record LinkView(
        String id,
        String label,
        String hostname,
        String os,
        String cliVersion,
        List<String> capabilities,
        List<String> harnesses,
        boolean online,
        Optional<Double> rttMs,
        int activeRuns,
        int freeSlots,
        boolean paused,
        Optional<Instant> lastSeenAt) {

    public LinkView {
        capabilities = List.copyOf(capabilities);
        harnesses = List.copyOf(harnesses);
    }
}
