package dev.hawser.contract.rpc;

import java.util.Locale;

/** The requests that an agent, or the gateway for an HTTP runner, may send; each is one subject token. */
public enum RpcVerb {
    /** One record of a run's log. */
    INGEST,
    /** The runs that execute, every 10 s. */
    HEARTBEAT,
    /** What is there to do; a long poll. */
    PULL,
    /** Which of the held runs go on, after a connection was lost. */
    SYNC,
    /** An attempt is given up. */
    RELEASE,
    /** A run is to be ended by an intent. */
    END,
    /** The claim of an HTTP runner. */
    CLAIM,
    /** A mail to be delivered. */
    MAIL_SEND,
    /** Mail that waits. */
    MAIL_PULL,
    /** Mail that has arrived. */
    MAIL_ACK;

    /** The subject token. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The token that only one pod answers: the log end of a run stays in its cache (design 10). */
    public String textOf(String pod) {
        return text() + '-' + pod;
    }
}
