package dev.hawser.gateway.local;

import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.SameOrigin;
import dev.hawser.gateway.identity.SessionCookies;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.gateway.web.Forms;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
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

    private static final int SEE_OTHER = 303;

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
            SignInPages.confirm(context, code.get());
        } else {
            SignInPages.refused(context);
        }
    }

    private void redeem(RoutingContext context) {
        if (!SameOrigin.holds(context.request())) {
            ProblemWriter.write(context, ProblemWriter.ofStatus(403));
            return;
        }
        Forms.read(context)
                .chain(form -> signIn(code(form.get("code")), Caller.address(context)))
                .subscribe()
                .with(user -> answer(context, user), failure -> ProblemWriter.write(context, failure));
    }

    private Uni<Optional<String>> signIn(Optional<Token> code, String address) {
        return code.map(known -> links.redeem(known, address))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private void answer(RoutingContext context, Optional<String> user) {
        if (user.isEmpty()) {
            SignInPages.refused(context);
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
}
