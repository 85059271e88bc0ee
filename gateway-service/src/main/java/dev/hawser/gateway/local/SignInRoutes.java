package dev.hawser.gateway.local;

import dev.hawser.gateway.identity.SameOrigin;
import dev.hawser.gateway.identity.SessionCookies;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.problem.ProblemWriter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a link.
 *
 * <p>Looking at the address changes nothing, so that previews of chat programs and mail scanners do not use it up: the
 * page that it shows sends the code by POST, by itself in a browser that a person looks at.
 */
@ApplicationScoped
class SignInRoutes {

    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int GONE = 410;

    private final LocalMode mode;
    private final SignInLinks links;
    private final SessionCookies cookies;

    SignInRoutes(LocalMode mode, SignInLinks links, SessionCookies cookies) {
        this.mode = mode;
        this.links = links;
        this.cookies = cookies;
    }

    void register(@Observes Router router) {
        if (mode.isOn()) {
            router.get(SignInPages.PATH).handler(this::show);
            router.post(SignInPages.PATH).handler(this::redeem);
        }
    }

    private void show(RoutingContext context) {
        Optional<Token> code = code(context.request().getParam("code"));
        if (code.isPresent()) {
            page(context, OK, SignInPages.confirm(code.get()));
        } else {
            page(context, GONE, SignInPages.refused());
        }
    }

    private void redeem(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!SameOrigin.holds(request)) {
            ProblemWriter.write(context, ProblemWriter.ofStatus(403));
            return;
        }
        request.setExpectMultipart(true);
        request.resume(); // Quarkus hands requests over paused
        Uni.createFrom()
                .completionStage(() -> request.end().toCompletionStage())
                .chain(() -> signIn(code(request.getFormAttribute("code"))))
                .subscribe()
                .with(user -> answer(context, user), failure -> ProblemWriter.write(context, failure));
    }

    private Uni<Optional<String>> signIn(Optional<Token> code) {
        return code.map(links::redeem).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private void answer(RoutingContext context, Optional<String> user) {
        if (user.isEmpty()) {
            page(context, GONE, SignInPages.refused());
            return;
        }
        cookies.write(context, user.get());
        context.response()
                .setStatusCode(SEE_OTHER)
                .putHeader(HttpHeaders.LOCATION, "/")
                .end();
    }

    private static Optional<Token> code(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(Token::parse).filter(token -> token.kind() == Token.Kind.SIGN_IN);
    }

    private static void page(RoutingContext context, int status, String html) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", SignInPages.POLICY)
                .end(html);
    }
}
