package dev.hawser.tunnel.frame;

/** The numbers of protocol version 1. */
public final class Wire {

    /** First byte of every frame. */
    public static final byte VERSION = 1;

    /** Version, type, flags, zero, stream id, offset. */
    public static final int HEADER_BYTES = 20;

    /** Where the stream id begins. */
    static final int STREAM_ID_AT = 4;

    /** Most body bytes in one frame. */
    public static final int MAX_DATA_BYTES = 64 * 1024;

    /** Longest head or trailer list, as JSON. */
    public static final int MAX_HEAD_BYTES = 64 * 1024;

    /** Most streams that one PING or PONG lists. */
    public static final int MAX_LISTED_STREAMS = 1_000;

    /** Longest text of a RESET, in bytes of UTF-8. */
    public static final int MAX_RESET_TEXT_BYTES = 512;

    /** Window of an answer's body when the OPEN does not name one. */
    public static final long INITIAL_WINDOW_BYTES = 256 * 1024;

    /** The stream id of frames that are about the pair and not about one stream. */
    public static final long PAIR = 0;

    private Wire() {}
}
