package dev.hawser.contract.event;

import java.util.Locale;

/** What can be watched; the last tokens of the subject. */
public enum EventType {
    THREAD_CREATED,
    THREAD_UPDATED,
    THREAD_DELETED,
    RUN_QUEUED,
    RUN_OFFERED,
    RUN_STARTED,
    RUN_STEP,
    RUN_SETTLED,
    MESSAGE_SETTLED,
    LINK_ONLINE,
    LINK_OFFLINE,
    LINK_UPDATED,
    LINK_REVOKED,
    MAIL_RECEIVED;

    /** The text, for instance {@code run.settled}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
