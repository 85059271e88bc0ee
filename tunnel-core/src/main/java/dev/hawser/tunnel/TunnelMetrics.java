package dev.hawser.tunnel;

/** What a tunnel end counts. Called on hot paths: implementations must be quick and must not throw. */
public interface TunnelMetrics {

    /** Counts nothing. */
    TunnelMetrics NONE = new TunnelMetrics() {};

    /** Which end of the tunnel counts. */
    enum End {
        CALLER,
        HOST
    }

    /** A stream began. */
    default void streamOpened(End end) {}

    /** A stream ended well. */
    default void streamCompleted(End end) {}

    /** A stream ended with that code. */
    default void streamFailed(End end, TunnelErrorCode code) {}

    /** Body bytes left this end. */
    default void bytesSent(End end, long bytes) {}

    /** Body bytes reached this end. */
    default void bytesReceived(End end, long bytes) {}

    /** A frame was dropped: malformed, late, of a foreign link, known already, or beyond a hole. */
    default void frameDropped(End end, String reason) {}

    /** A host told this caller that it shuts down. */
    default void hostGoesAway() {}

    /** An opening that was not answered was sent again. */
    default void openingRepeated() {}

    /** Body bytes were sent once more because they were not acknowledged. */
    default void bytesRepeated(End end, long bytes) {}

    /** The other end of some streams does not answer: they wait. */
    default void peerSuspended(End end) {}

    /** It answers again, and its streams go on. */
    default void peerResumed(End end) {}

    /** The other end of some streams is gone for good. */
    default void peerLost(End end) {}

    /** The client library dropped messages because this end was too slow: must stay 0. */
    default void messagesDropped(End end, long messages) {}

    /** A liveness round trip was measured. */
    default void roundTrip(End end, long nanos) {}
}
