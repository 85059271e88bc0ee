package dev.hawser.gateway.identity;

import dev.hawser.contract.command.CreatedBy;

/** Who calls. */
public sealed interface Principal {

    /** The tenant that every query is scoped by. */
    String tenant();

    /** The user that every query is scoped by. */
    String owner();

    /**
     * A person in a browser, or a program with one of their API tokens.
     *
     * @param role {@code user} or {@code admin}
     * @param by what is stored as the author of what this caller does
     */
    record Person(String tenant, String owner, String display, String role, CreatedBy by) implements Principal {}

    /**
     * The agent of a link; it may ask for sessions and nothing else.
     *
     * @param revoked the token is known, but its link was revoked
     */
    record Agent(String tenant, String owner, String link, boolean revoked) implements Principal {}
}
