package dev.hawser.contract.record;

/** A message that is no record of a run's log. */
public final class MalformedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names what is wrong; the text is for people. */
    public MalformedRecordException(String message) {
        super(message);
    }
}
