package dev.hawser.dispatch.log;

/** The answers of an append. */
public sealed interface Appended {

    /** It is in the log, whose end is now that. */
    record Stored(OpenRun open) implements Appended {}

    /** Refused, or perhaps stored: row and log have to be read again. */
    record Unknown() implements Appended {}

    /** The stream takes nothing more at the moment. */
    record Full() implements Appended {}
}
