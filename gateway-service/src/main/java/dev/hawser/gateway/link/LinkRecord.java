package dev.hawser.gateway.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is stored of a link; whether it is online is never stored. */
public record LinkRecord(
        String id,
        String owner,
        String label,
        String hostname,
        String os,
        String cliVersion,
        List<String> capabilities,
        List<String> harnesses,
        boolean paused,
        Instant createdAt,
        Optional<Instant> lastSeenAt) {

    public LinkRecord {
        capabilities = List.copyOf(capabilities);
        harnesses = List.copyOf(harnesses);
    }

    /** All links of an owner. */
    record All(List<LinkRecord> links) {
        All {
            links = List.copyOf(links);
        }
    }
}
