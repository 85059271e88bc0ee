package dev.hawser.gateway.token;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Reach;
import dev.hawser.gateway.identity.Scope;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** API tokens of the caller. */
@Path("/api/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class TokenResource {

    private static final Logger LOG = Logger.getLogger(TokenResource.class);
    private static final int MOST_OF_AN_OWNER = 50;

    private final Caller caller;
    private final TokenRepository tokens;
    private final Clock clock = Clock.systemUTC();

    TokenResource(Caller caller, TokenRepository tokens) {
        this.caller = caller;
        this.tokens = tokens;
    }

    /** Makes a token, which the answer shows this once: 201. A token makes none that may do more than itself. */
    @POST
    public Uni<RestResponse<TokenView.Made>> create(@Nullable NewToken body) {
        Principal.Person person = caller.person();
        if (body == null) {
            throw ProblemException.of(ProblemCode.MALFORMED, "Send at least a name.");
        }
        Set<Scope> scopes = body.wanted();
        if (!person.scopes().containsAll(scopes)) {
            throw ProblemException.of(ProblemCode.FORBIDDEN, "A token makes none that may do more than itself.");
        }
        Instant end = body.endsAt(clock.instant());
        Token token = Token.random(Token.Kind.API);
        var draft = new TokenRepository.Draft(body.name().orElseThrow(), token, scopes, end);
        return tokens.insert(person, draft, MOST_OF_AN_OWNER, caller.address())
                .map(made -> made.orElseThrow(() -> ProblemException.of(
                        ProblemCode.LIMIT_REACHED, "An owner has at most " + MOST_OF_AN_OWNER + " tokens.")))
                .invoke(made -> LOG.infof(
                        "token %s of %s was made by %s",
                        made.id(), person.owner(), person.by().id()))
                .map(made -> RestResponse.status(RestResponse.Status.CREATED, TokenView.Made.of(made, token.text())));
    }

    /**
     * The caller's tokens that hold, the oldest first.
     *
     * @param of {@code tenant}: those of everybody in the tenant, for admins
     */
    @GET
    public Uni<TokenView.All> list(@RestQuery @Nullable String of) {
        Principal.Person person = caller.person();
        return (Reach.isTenant(of, person) ? tokens.holdingInTenant(person) : tokens.holding(person))
                .map(TokenView.All::new);
    }

    /** Revokes a token: 204; an admin revokes any of the tenant. It opens nothing more within a second, and its streams end within five. */
    @DELETE
    @Path("/{id}")
    public Uni<Void> revoke(@RestPath String id) {
        Principal.Person person = caller.person();
        return tokens.revoke(person, id, caller.address())
                .invoke(revoked -> {
                    if (!revoked) {
                        throw ProblemException.notFound("token");
                    }
                    LOG.infof(
                            "token %s of %s was revoked by %s",
                            id, person.owner(), person.by().id());
                })
                .replaceWithVoid();
    }
}
