package dev.hawser.gateway.signin;

import dev.hawser.gateway.identity.ForeignIdentity;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Programs that act for somebody with a token of the OpenID provider. */
@ApplicationScoped
class OidcBearer implements ForeignIdentity {

    private static final Logger LOG = Logger.getLogger(OidcBearer.class);
    private static final Pattern JWT = Pattern.compile("(?i)bearer +[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    private final OidcTenant tenant;
    private final HttpAuthenticator authenticator;
    private final OidcClaims claims;
    private final People people;

    OidcBearer(OidcTenant tenant, HttpAuthenticator authenticator, OidcClaims claims, People people) {
        this.tenant = tenant;
        this.authenticator = authenticator;
        this.claims = claims;
        this.people = people;
    }

    @Override
    public boolean concerns(RoutingContext context) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return tenant.isOn()
                && authorization != null
                && JWT.matcher(authorization.strip()).matches();
    }

    @Override
    public Uni<Optional<Principal>> principal(RoutingContext context) {
        return authenticator
                .attemptAuthentication(context)
                .onFailure(AuthenticationFailedException.class)
                .recoverWithUni(failure -> {
                    LOG.debugf("a bearer token does not hold: %s", failure);
                    return away(failure)
                            ? Uni.createFrom()
                                    .failure(ProblemException.unavailable("The OpenID provider is away.", failure))
                            : Uni.createFrom().nullItem();
                })
                .chain(this::person);
    }

    private Uni<Optional<Principal>> person(@Nullable SecurityIdentity identity) {
        if (identity == null || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return claims.known(token)
                .map(people::of)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(person -> person.map(Principal.class::cast));
    }

    /** True if the token could not be judged because the provider did not answer. */
    private static boolean away(Throwable failure) {
        return failure.getCause() instanceof OIDCException;
    }
}
