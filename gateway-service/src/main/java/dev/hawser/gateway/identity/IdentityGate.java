package dev.hawser.gateway.identity;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.gateway.web.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Lets nothing below {@code /api/} pass without a principal; it runs before every route, REST or not. */
@ApplicationScoped
class IdentityGate {

    private static final String API = "/api/";
    private static final String LINK_SESSION = "/api/links/session";
    private static final String BEARER = "Bearer ";

    private final IdentityRepository identities;
    private final Visitors visitors;
    private final RequestRates rates;

    IdentityGate(IdentityRepository identities, Visitors visitors, RequestRates rates) {
        this.identities = identities;
        this.visitors = visitors;
        this.rates = rates;
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, FilterOrder.IDENTITY);
    }

    private void pass(RoutingContext context) {
        if (!context.normalizedPath().startsWith(API)) {
            context.next();
            return;
        }
        principal(context)
                .subscribe()
                .with(principal -> enter(context, principal), failure -> ProblemWriter.write(context, failure));
    }

    private void enter(RoutingContext context, Optional<Principal> principal) {
        Optional<ProblemException> refusal = principal.isEmpty()
                ? Optional.of(unauthenticated("Send a token, or sign in."))
                : refusal(context, principal.get());
        if (refusal.isPresent()) {
            ProblemWriter.write(context, refusal.get());
            return;
        }
        Caller.set(context, principal.get());
        context.next();
    }

    /** A link token is for sessions only, and only it is; an API token is for what its scopes say. */
    private Optional<ProblemException> refusal(RoutingContext context, Principal principal) {
        String path = context.normalizedPath();
        boolean session = path.equals(LINK_SESSION);
        return switch (principal) {
            case Principal.Agent agent
            when !session ->
                Optional.of(ProblemException.of(ProblemCode.FORBIDDEN, "A link token opens link sessions only."));
            case Principal.Person person
            when session -> Optional.of(unauthenticated("A link session needs the token of the link."));
            case Principal.Agent agent -> tooOften(agent);
            case Principal.Person person -> {
                Scope scope = Scope.of(context.request().method(), path);
                yield lacks(person, scope).or(() -> scope == Scope.PROXY ? Optional.empty() : tooOften(person));
            }
        };
    }

    private Optional<ProblemException> tooOften(Principal principal) {
        return rates.take(principal)
                .map(wait ->
                        ProblemException.retryAfter(ProblemCode.RATE_LIMITED, "This credential asks too often.", wait));
    }

    private static Optional<ProblemException> lacks(Principal.Person person, Scope scope) {
        return person.scopes().contains(scope)
                ? Optional.empty()
                : Optional.of(ProblemException.of(
                        ProblemCode.FORBIDDEN, "This token does not have the scope " + scope.text() + "."));
    }

    private Uni<Optional<Principal>> principal(RoutingContext context) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && !visitors.areVouchedFor(context)) {
            return bearer(authorization, Caller.address(context));
        }
        return visitors.principal(context);
    }

    private Uni<Optional<Principal>> bearer(String authorization, String address) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Token.parse(authorization.substring(BEARER.length()).strip())
                .map(token -> identities.byToken(token, address))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static ProblemException unauthenticated(String detail) {
        return ProblemException.of(ProblemCode.UNAUTHENTICATED, detail);
    }
}
