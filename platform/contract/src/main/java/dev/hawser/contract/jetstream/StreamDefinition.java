package dev.hawser.contract.jetstream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One JetStream stream, file-stored, as dispatch creates it and every service checks it.
 *
 * @param discardNew true: refuse what does not fit; false: drop the oldest
 * @param workQueue true: a message is gone once its consumer acknowledged it
 * @param duplicateWindow how long {@code Nats-Msg-Id} is remembered
 * @param republish where stored messages appear again
 */
public record StreamDefinition(
        String name,
        List<String> subjects,
        long maxBytes,
        Duration maxAge,
        boolean discardNew,
        boolean workQueue,
        Duration duplicateWindow,
        Optional<Republish> republish) {

    public StreamDefinition {
        subjects = List.copyOf(subjects);
    }

    /** Stored messages of {@code source} appear at {@code destination}; both end with the same wildcard. */
    public record Republish(String source, String destination) {}
}
