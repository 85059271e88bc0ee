package dev.hawser.agent.outbox;

/** Brings records of one attempt to the services. Used by one thread. */
public interface RecordSender {

    /** Sends one record and waits for what becomes of it; never fails, and never waits for ever. */
    SendOutcome send(StoredRecord stored);
}
