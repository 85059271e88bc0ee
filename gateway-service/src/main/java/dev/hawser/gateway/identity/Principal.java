package dev.hawser.gateway.identity;

import dev.hawser.contract.command.CreatedBy;
import java.util.Set;

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
     * @param scopes what this caller may do; all of it for a person in a browser
     */
    record Person(String tenant, String owner, String display, String role, CreatedBy by, Set<Scope> scopes)
            implements Principal {

        private static final String ADMIN = "admin";

        public Person {
            scopes = Set.copyOf(scopes);
        }

        /** True if this caller reads and revokes what is anybody's in the tenant. */
        public boolean isAdmin() {
            return role.equals(ADMIN);
        }
    }

    /**
     * The agent of a link; it may ask for sessions and nothing else.
     *
     * @param revoked the token is known, but its link was revoked
     */
    record Agent(String tenant, String owner, String link, boolean revoked) implements Principal {}
}
