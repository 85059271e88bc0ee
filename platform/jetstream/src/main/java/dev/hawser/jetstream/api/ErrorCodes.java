package dev.hawser.jetstream.api;

/** The server's numbers of the errors that we tell apart. */
public final class ErrorCodes {

    /** There is no such stream. */
    public static final int STREAM_NOT_FOUND = 10059;

    /** There is no such message. */
    public static final int MESSAGE_NOT_FOUND = 10037;

    /** The expected last sequence of the subject is not the last one. */
    public static final int WRONG_LAST_SEQUENCE = 10071;

    /** As {@link #WRONG_LAST_SEQUENCE}, on a replicated stream while another append is under way. */
    public static final int WRONG_LAST_SEQUENCE_CONSTANT = 10164;

    /** The server may not store more. */
    public static final int INSUFFICIENT_RESOURCES = 10023;

    /** The server's storage is used up. */
    public static final int STORAGE_EXCEEDED = 10047;

    /** The stream did not store the message: it is full and drops nothing. */
    public static final int STORE_FAILED = 10077;

    private ErrorCodes() {}

    /** True for both ways to say that the compare-and-set failed. */
    public static boolean isWrongLastSequence(int errorCode) {
        return errorCode == WRONG_LAST_SEQUENCE || errorCode == WRONG_LAST_SEQUENCE_CONSTANT;
    }

    /** True if the server has no room for the message. */
    public static boolean isFull(int errorCode) {
        return errorCode == STORE_FAILED || errorCode == STORAGE_EXCEEDED || errorCode == INSUFFICIENT_RESOURCES;
    }
}
