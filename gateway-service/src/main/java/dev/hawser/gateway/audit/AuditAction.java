package dev.hawser.gateway.audit;

import java.util.Locale;

/** What is written down of credentials and links. */
public enum AuditAction {
    /** A browser was signed in; the detail says by what. */
    SIGNED_IN,
    SIGNED_OUT,
    TOKEN_MADE,
    TOKEN_REVOKED,
    /** A token was used for the first time on a day. */
    TOKEN_USED,
    /** A desktop was let in; the detail says which. */
    LINK_PAIRED,
    /** A desktop that asked was turned away. */
    LINK_DENIED,
    /** An agent has started, and holds the link from now on. */
    LINK_STARTED,
    LINK_REVOKED;

    /** Its name in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
