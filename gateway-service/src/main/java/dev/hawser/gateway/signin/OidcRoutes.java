package dev.hawser.gateway.signin;

import dev.hawser.contract.json.Json;
import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.SessionCookies;
import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.gateway.web.HtmlPage;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with an OpenID provider. The library's own session lives for the one moment between the provider's answer and
 * our cookie, which is the same however somebody signs in.
 */
@ApplicationScoped
class OidcRoutes {

    /** Where the library's cookies are sent. */
    static final String BELOW = "/auth";

    /** Where the provider sends browsers back to. */
    static final String CALLBACK = BELOW + "/callback";

    /** Where a person goes to sign in; {@code ?to=/path} says where they are brought afterwards. */
    static final String SIGN_IN = BELOW + "/sign-in";

    /** Tells pages whether there is a provider. */
    static final String WAYS = BELOW + "/ways";

    private static final Logger LOG = Logger.getLogger(OidcRoutes.class);
    private static final String LIBRARY_COOKIES = "q_";
    private static final int SEE_OTHER = 303;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final OidcTenant tenant;
    private final HttpAuthenticator authenticator;
    private final OidcClaims claims;
    private final People people;
    private final SessionCookies cookies;
    private final AuditLog audit;

    OidcRoutes(
            OidcTenant tenant,
            HttpAuthenticator authenticator,
            OidcClaims claims,
            People people,
            SessionCookies cookies,
            AuditLog audit) {
        this.tenant = tenant;
        this.authenticator = authenticator;
        this.claims = claims;
        this.people = people;
        this.cookies = cookies;
        this.audit = audit;
    }

    void register(@Observes Router router) {
        router.get(WAYS).handler(this::tellWays);
        if (tenant.isOn()) {
            router.get(SIGN_IN).handler(this::signIn);
            router.get(CALLBACK).handler(this::signIn);
        }
    }

    private void tellWays(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Json.text(Map.of("provider", tenant.isOn())));
    }

    private void signIn(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        authenticator
                .attemptAuthentication(context)
                .chain(identity -> enter(context, identity))
                .subscribe()
                .with(done -> {}, failure -> fail(context, failure));
    }

    private Uni<Void> enter(RoutingContext context, @Nullable SecurityIdentity identity) {
        if (identity == null || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return authenticator
                    .sendChallenge(context)
                    .invoke(() -> context.response().end()) // the library writes the head only
                    .replaceWithVoid();
        }
        return claims.known(token)
                .map(people::of)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(person -> person.map(known -> welcome(context, known)).orElseGet(() -> turnAway(context)));
    }

    private Uni<Void> welcome(RoutingContext context, Principal.Person person) {
        var note = AuditNote.of(
                person, Caller.address(context), AuditAction.SIGNED_IN, person.owner(), "by the OpenID provider");
        return audit.note(note).invoke(() -> {
            forgetLibraryCookies(context);
            cookies.write(context, person.owner());
            redirect(context, LocalPath.of(context.request().getParam("to")));
        });
    }

    private static Uni<Void> turnAway(RoutingContext context) {
        forgetLibraryCookies(context);
        HtmlPage.send(
                context,
                FORBIDDEN,
                "You cannot be let in",
                "<p>The OpenID provider knows you, but does not say which tenant you belong to, or names another one than"
                        + " before. Ask whoever runs this installation.</p>");
        return Uni.createFrom().voidItem();
    }

    private static void fail(RoutingContext context, Throwable failure) {
        switch (failure) {
            case AuthenticationRedirectException redirect -> redirect(context, redirect.getRedirectUri());
            case AuthenticationFailedException failed -> refused(context, failed);
            case AuthenticationCompletionException failed -> refused(context, failed);
            case OIDCException away -> unavailable(context, away);
            default -> ProblemWriter.write(context, failure);
        }
    }

    private static void refused(RoutingContext context, Throwable failure) {
        if (failure.getCause() instanceof OIDCException away) {
            unavailable(context, away);
            return;
        }
        LOG.infof("somebody could not sign in: %s", failure);
        forgetLibraryCookies(context);
        HtmlPage.send(
                context,
                UNAUTHENTICATED,
                "Signing in did not work",
                "<p>The OpenID provider's answer does not hold, or came too late. <a href=\"" + SIGN_IN
                        + "\">Try again</a></p>");
    }

    private static void unavailable(RoutingContext context, Throwable failure) {
        LOG.warnf("the OpenID provider is away: %s", failure);
        HtmlPage.send(
                context,
                UNAVAILABLE,
                "The OpenID provider is away",
                "<p>Nobody can sign in at the moment. <a href=\"" + SIGN_IN + "\">Try again</a></p>");
    }

    private static void redirect(RoutingContext context, String location) {
        context.response()
                .setStatusCode(SEE_OTHER)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }

    private static void forgetLibraryCookies(RoutingContext context) {
        Set<String> names = context.request().cookies().stream()
                .map(Cookie::getName)
                .filter(name -> name.startsWith(LIBRARY_COOKIES))
                .collect(Collectors.toSet());
        names.forEach(name -> context.response()
                .addCookie(Cookie.cookie(name, "").setPath(BELOW).setMaxAge(0)));
    }
}
