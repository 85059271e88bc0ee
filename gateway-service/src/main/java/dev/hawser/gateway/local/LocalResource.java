package dev.hawser.gateway.local;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What only local mode has. */
@Path("/api/local")
@Produces(MediaType.APPLICATION_JSON)
final class LocalResource {

    private final Caller caller;
    private final LocalMode mode;
    private final SignInLinks links;

    LocalResource(Caller caller, LocalMode mode, SignInLinks links) {
        this.caller = caller;
        this.mode = mode;
        this.links = links;
    }

    /** A fresh sign-in link for the holder of a token; a browser session cannot multiply itself. */
    @POST
    @Path("/sign-in-link")
    public Uni<SignInLinks.SignInLink> signInLink() {
        Principal.Person person = caller.person();
        if (!mode.isOn()) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "Sign-in links exist in local mode only.");
        }
        if (!person.by().kind().equals("token")) {
            throw ProblemException.of(ProblemCode.FORBIDDEN, "A sign-in link needs a token.");
        }
        return links.create(person.owner());
    }
}
