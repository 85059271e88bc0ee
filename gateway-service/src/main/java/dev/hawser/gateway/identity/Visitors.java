package dev.hawser.gateway.identity;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who is signed in, in the browser that asks. */
@ApplicationScoped
public class BrowserSessions {

    private final IdentityRepository identities;
    private final SessionCookies cookies;

    BrowserSessions(IdentityRepository identities, SessionCookies cookies) {
        this.identities = identities;
        this.cookies = cookies;
    }

    /** The person whose cookie comes with the request, which slides; empty without one. */
    public Uni<Optional<Principal.Person>> person(RoutingContext context) {
        return principal(context)
                .map(found -> found.filter(Principal.Person.class::isInstance).map(Principal.Person.class::cast));
    }

    Uni<Optional<Principal>> principal(RoutingContext context) {
        Optional<SessionCipher.Session> session = cookies.read(context);
        if (session.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (!SameOrigin.holds(context.request())) {
            return Uni.createFrom()
                    .failure(ProblemException.of(
                            ProblemCode.FORBIDDEN, "A request with a cookie must come from this site's own pages."));
        }
        cookies.slide(context, session.get());
        return identities.byUser(session.get().user());
    }
}
