package dev.hawser.gateway.identity;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Who is signed in, and signing out. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
final class MeResource {

    private final Caller caller;
    private final SessionCookies cookies;
    private final CurrentVertxRequest request;

    MeResource(Caller caller, SessionCookies cookies, CurrentVertxRequest request) {
        this.caller = caller;
        this.cookies = cookies;
        this.request = request;
    }

    @GET
    @Path("/me")
    @NonBlocking
    public Me me() {
        Principal.Person person = caller.person();
        return new Me(person.owner(), person.tenant(), person.display(), person.role());
    }

    /** Answers 204 and clears the cookie; a token is not affected. */
    @POST
    @Path("/sign-out")
    @NonBlocking
    public void signOut() {
        cookies.clear(request.getCurrent());
    }

    /** The caller. */
    record Me(String id, String tenant, String display, String role) {}
}
