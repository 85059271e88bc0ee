package dev.hawser.gateway.identity;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Who is signed in. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
final class MeResource {

    private final Caller caller;

    MeResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Path("/me")
    @NonBlocking
    public Me me() {
        Principal.Person person = caller.person();
        return new Me(person.owner(), person.tenant(), person.display(), person.role());
    }

    /** The caller. */
    record Me(String id, String tenant, String display, String role) {}
}
