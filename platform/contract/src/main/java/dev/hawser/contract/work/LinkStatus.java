package dev.hawser.contract.work;

import java.time.Instant;
import java.util.List;

/** The agent's answer to {@code GET /api/links/status} (design 04). */
public record LinkStatus(
        String linkId,
        String hostname,
        String os,
        String cliVersion,
        List<String> capabilities,
        List<String> harnesses,
        int activeRuns,
        int freeSlots,
        Instant startedAt) {

    public LinkStatus {
        capabilities = List.copyOf(capabilities);
        harnesses = List.copyOf(harnesses);
    }
}
