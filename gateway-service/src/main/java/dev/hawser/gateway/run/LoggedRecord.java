package dev.hawser.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a run's log as inspectors see it: what it is, not all that it says.
 *
 * @param streamSequence its sequence in the JetStream stream
 * @param kind {@code claim}, {@code chunks}, {@code end}, or {@code unreadable}
 * @param fence the attempt that wrote it
 * @param seq its number in the run
 * @param fragment its place in a chunk larger than a record, {@code i/n}
 * @param bytes how large its body is
 * @param types of its chunks, each once, in the order of their first
 * @param body of a claim or an end
 */
public record LoggedRecord(
        long streamSequence,
        String kind,
        Optional<Long> fence,
        Optional<Long> seq,
        Optional<String> fragment,
        int bytes,
        Instant storedAt,
        Optional<Integer> chunks,
        List<String> types,
        Optional<JsonNode> body) {

    public LoggedRecord {
        types = List.copyOf(types);
    }

    /** A page of a log, oldest first. */
    record Page(List<LoggedRecord> records, Optional<String> nextCursor) {
        Page {
            records = List.copyOf(records);
        }
    }
}
