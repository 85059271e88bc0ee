package dev.hawser.gateway.signin;

import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.SessionCookies;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Signing a browser out. */
@Path("/api/sign-out")
final class SignOutResource {

    private final Caller caller;
    private final SessionCookies cookies;
    private final CurrentVertxRequest request;
    private final AuditLog audit;

    SignOutResource(Caller caller, SessionCookies cookies, CurrentVertxRequest request, AuditLog audit) {
        this.caller = caller;
        this.cookies = cookies;
        this.request = request;
        this.audit = audit;
    }

    /** Answers 204 and clears the cookie; a token is not affected. */
    @POST
    public Uni<Void> signOut() {
        Principal.Person person = caller.person();
        cookies.clear(request.getCurrent());
        return person.by().kind().equals("user")
                ? audit.note(AuditNote.of(person, caller.address(), AuditAction.SIGNED_OUT, person.owner(), ""))
                : Uni.createFrom().voidItem();
    }
}
