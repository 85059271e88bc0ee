package dev.hawser.jetstream.log;

import java.time.Instant;

/** A message of HW_RUNS: a record, or something that is none and is shown all the same. */
public sealed interface LogEntry permits StoredRecord, Unreadable {

    /** The run whose subject it is on. */
    String run();

    /** Its sequence in the JetStream stream. */
    long streamSequence();

    /** When the server stored it. */
    Instant storedAt();
}
