package dev.hawser.jetstream.log;

import dev.hawser.contract.record.Body;
import java.time.Instant;
import java.util.Map;

/**
 * A message on a run's subject that is no record.
 *
 * @param run the run whose subject it is on
 * @param streamSequence its sequence in the JetStream stream
 * @param headers as stored; of several values of one header the last
 * @param body as stored
 * @param reason what is wrong, for people
 * @param storedAt when the server stored it
 */
public record Unreadable(
        String run, long streamSequence, Map<String, String> headers, Body body, String reason, Instant storedAt)
        implements LogEntry {

    public Unreadable {
        headers = Map.copyOf(headers);
    }
}
