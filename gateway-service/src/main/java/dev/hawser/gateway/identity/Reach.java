package dev.hawser.gateway.identity;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Whose things a list shows: the caller's, or, for admins, those of everybody in the tenant. */
public final class Reach {

    private static final String TENANT = "tenant";

    private Reach() {}

    /**
     * Reads the query parameter {@code of}.
     *
     * @return true for the whole tenant
     * @throws ProblemException {@code forbidden} unless an admin asks for that, {@code invalid} for another value
     */
    public static boolean isTenant(@Nullable String of, Principal.Person person) {
        if (of == null) {
            return false;
        }
        if (!TENANT.equals(of)) {
            throw ProblemException.invalid("of is 'tenant', or is not there.");
        }
        if (!person.isAdmin()) {
            throw ProblemException.of(ProblemCode.FORBIDDEN, "Only an admin sees what is the tenant's.");
        }
        return true;
    }
}
