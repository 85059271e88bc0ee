package dev.hawser.gateway.identity;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Who somebody without a token of ours is: another system vouches for them, or their browser has a session. */
@ApplicationScoped
public class Visitors {

    private final IdentityRepository identities;
    private final SessionCookies cookies;
    private final List<ForeignIdentity> foreign;

    Visitors(IdentityRepository identities, SessionCookies cookies, @All List<ForeignIdentity> foreign) {
        this.identities = identities;
        this.cookies = cookies;
        this.foreign = List.copyOf(foreign);
    }

    /** The person who asks; empty if nobody is signed in. */
    public Uni<Optional<Principal.Person>> person(RoutingContext context) {
        return principal(context)
                .map(found -> found.filter(Principal.Person.class::isInstance).map(Principal.Person.class::cast));
    }

    /** True if another system vouches for whoever asks, rightly or not. */
    boolean areVouchedFor(RoutingContext context) {
        return voucher(context).isPresent();
    }

    /** By whoever vouches; else by the session cookie, which slides. */
    Uni<Optional<Principal>> principal(RoutingContext context) {
        return voucher(context).map(one -> one.principal(context)).orElseGet(() -> bySession(context));
    }

    private Optional<ForeignIdentity> voucher(RoutingContext context) {
        return foreign.stream().filter(one -> one.concerns(context)).findFirst();
    }

    private Uni<Optional<Principal>> bySession(RoutingContext context) {
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
