package dev.hawser.agent.session;

import dev.hawser.contract.http.LinkSession;

/** What came of asking for a session. */
public sealed interface SessionAnswer {

    /** A credential. */
    record Granted(LinkSession session) implements SessionAnswer {}

    /** The token does not hold: asking again is pointless. */
    record SignedOut(String reason) implements SessionAnswer {}

    /** Another agent has the link: asking again is pointless. */
    record Conflict(String reason) implements SessionAnswer {}

    /** The server does not understand: asking again is pointless. */
    record Rejected(String reason) implements SessionAnswer {}

    /** Not now. */
    record Unavailable(String reason) implements SessionAnswer {}
}
