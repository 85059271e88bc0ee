package dev.hawser.contract.error;

import java.util.Locale;

/** Every refusal of the HTTP API: RFC 9457 problem documents carry the code; the title is for people. */
public enum ProblemCode {
    /** The body is no JSON of the documented shape. */
    MALFORMED(400, "The request is malformed."),
    /** A field has a value that it cannot have. */
    INVALID(400, "A value of the request is not allowed."),
    /** A message without a part that says anything. */
    EMPTY_MESSAGE(400, "The message is empty."),
    /** No credential, or one that does not hold. */
    UNAUTHENTICATED(401, "Sign in first."),
    /** The credential holds, but not for this. */
    FORBIDDEN(403, "This credential does not allow that."),
    /** The link was revoked. */
    LINK_REVOKED(403, "This link was revoked."),
    /** Unknown, or somebody else's. */
    NOT_FOUND(404, "There is no such thing."),
    /** The method does not exist here. */
    METHOD_NOT_ALLOWED(405, "This method is not allowed here."),
    /** The type of the body is another one. */
    UNSUPPORTED_MEDIA_TYPE(415, "Send JSON."),
    /** None of the types that the client accepts can be served. */
    NOT_ACCEPTABLE(406, "The answer cannot be given in this form."),
    /** The same message id with another content. */
    MESSAGE_CONFLICT(409, "Another message has this id."),
    /** Only a queued run can be removed. */
    NOT_QUEUED(409, "The run is not queued any more."),
    /** Only a run that is over can be retried. */
    NOT_OVER(409, "The run is not over yet."),
    /** A newer session of the link took over. */
    SUPERSEDED(409, "A newer agent of this link has taken over."),
    /** Another machine uses this link. */
    IN_USE(409, "Another machine uses this link."),
    /** The body, or a part of it, is larger than its limit. */
    TOO_LARGE(413, "The request is too large."),
    /** A quota of the caller is used up. */
    LIMIT_REACHED(429, "A limit is reached."),
    /** Too many requests. */
    RATE_LIMITED(429, "Too many requests."),
    /** A fault of ours. */
    INTERNAL(500, "Something failed on our side."),
    /** The desktop exposes nothing of that name. */
    UNKNOWN_UPSTREAM(404, "The desktop exposes nothing of this name."),
    /** The upstream's address is one that the desktop must not reach for others. */
    UPSTREAM_FORBIDDEN(403, "The desktop may not reach this upstream."),
    /** The upstream takes no connection. */
    UPSTREAM_UNREACHABLE(502, "The upstream cannot be reached from the desktop."),
    /** The upstream closed without an answer, or does not speak HTTP. */
    UPSTREAM_FAILED(502, "The upstream did not answer as HTTP demands."),
    /** The desktop was lost on the way; the request may have run. */
    PEER_LOST(502, "The connection to the desktop was lost."),
    /** The desktop gave the exchange up; the request may have run. */
    RESET(502, "The desktop gave the exchange up."),
    /** The request, or its answer, cannot go through the tunnel. */
    PROTOCOL_ERROR(502, "The exchange cannot go through the tunnel."),
    /** The desktop is not connected. */
    LINK_OFFLINE(503, "The desktop is offline."),
    /** The desktop, or this installation, has too many streams. */
    REFUSED(503, "The desktop takes no more streams at the moment."),
    /** A store or broker is away for the moment. */
    UNAVAILABLE(503, "Not available at the moment; try again."),
    /** The tunnel is not configured. */
    TUNNEL_DISABLED(503, "Links cannot connect to this installation."),
    /** The desktop did not take the request in time; it may have run. */
    OPEN_TIMEOUT(504, "The desktop did not answer in time."),
    /** The time for the whole exchange is over; the request may have run. */
    DEADLINE(504, "The time for this exchange is over."),
    /** Nothing came from the desktop for too long; the request may have run. */
    IDLE_TIMEOUT(504, "The desktop was silent for too long.");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The status of the HTTP answer. */
    public int status() {
        return status;
    }

    /** One sentence for people; not part of the contract. */
    public String title() {
        return title;
    }

    /** The text of the code. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
