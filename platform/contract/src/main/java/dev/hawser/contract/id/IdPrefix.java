package dev.hawser.contract.id;

/** The kinds of ids; the lower-case name is the text before the underscore. */
public enum IdPrefix {
    /** A thread. */
    THR,
    /** A message. */
    MSG,
    /** A run. */
    RUN,
    /** A link. */
    LNK,
    /** An attempt. */
    ATT,
    /** A session of a local tool. */
    SES,
    /** An API token. */
    TOK,
    /** A webhook. */
    WHK,
    /** A mail. */
    MAIL,
    /** A user. */
    USR,
    /** A tenant. */
    TNT,
    /** An event. */
    EVT;

    /** The text of this prefix, without the underscore. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
