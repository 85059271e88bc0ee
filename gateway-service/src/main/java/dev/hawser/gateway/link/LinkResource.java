package dev.hawser.gateway.link;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.LinkView;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Reach;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Links of the caller. */
@Path("/api/links")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class LinkResource {

    private final Caller caller;
    private final LinkRepository links;
    private final LinkProbe probe;
    private final LinkRevocation revocation;
    private final NewLinks newLinks;

    LinkResource(Caller caller, LinkRepository links, NewLinks newLinks, LinkProbe probe, LinkRevocation revocation) {
        this.caller = caller;
        this.links = links;
        this.newLinks = newLinks;
        this.probe = probe;
        this.revocation = revocation;
    }

    /**
     * What is stored of the caller's links; nobody is asked.
     *
     * @param of {@code tenant}: those of everybody in the tenant, for admins
     */
    @GET
    public Uni<LinkRecord.All> list(@RestQuery @Nullable String of) {
        Principal.Person person = caller.person();
        return (Reach.isTenant(of, person) ? links.ofTenant(person) : links.all(person)).map(LinkRecord.All::new);
    }

    /** Makes a link and its token, which the answer shows this once: 201. For programs; people pair by a code. */
    @POST
    public Uni<RestResponse<NewLink.Made>> create(@Nullable NewLink body) {
        Principal.Person person = caller.person();
        if (body == null) {
            throw ProblemException.of(ProblemCode.MALFORMED, "Send a label.");
        }
        return newLinks.makeWithToken(person, body.label().orElseThrow(), caller.address())
                .map(made -> RestResponse.status(RestResponse.Status.CREATED, made));
    }

    /** The caller's links with their presence at this moment: every one is asked, at the same time. */
    @GET
    @Path("/me")
    public Uni<LinkViews> me() {
        return links.all(caller.person())
                .chain(all -> Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUni(this::view)
                        .merge(Math.max(1, all.size()))
                        .collect()
                        .asList()
                        .map(views -> LinkViews.inOrderOf(all, views)));
    }

    /** One link with its presence at this moment; offline is an answer, not an error. */
    @GET
    @Path("/{id}/status")
    public Uni<LinkView> status(@RestPath String id) {
        return find(caller.person(), id).chain(this::view);
    }

    /** Renames or pauses a link. */
    @PATCH
    @Path("/{id}")
    public Uni<LinkRecord> change(@RestPath String id, @Nullable LinkChange change) {
        Principal.Person person = caller.person();
        if (change == null) {
            throw ProblemException.of(ProblemCode.MALFORMED, "Send what is to be changed.");
        }
        return links.change(person, id, change).chain(() -> find(person, id));
    }

    /** Revokes a link and its tokens, and tells its agent; 204. An admin revokes any link of the tenant. */
    @DELETE
    @Path("/{id}")
    public Uni<Void> revoke(@RestPath String id) {
        return revocation
                .by(caller.person(), id, caller.address())
                .invoke(revoked -> {
                    if (!revoked) {
                        throw ProblemException.notFound("link");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<LinkView> view(LinkRecord link) {
        return probe.presence(link.id()).map(presence -> presence.view(link));
    }

    private Uni<LinkRecord> find(Principal.Person person, String id) {
        return links.find(person, id).map(link -> link.orElseThrow(() -> ProblemException.notFound("link")));
    }

    /** Answer of {@code GET /api/links/me}. */
    record LinkViews(List<LinkView> links) {

        LinkViews {
            links = List.copyOf(links);
        }

        static LinkViews inOrderOf(List<LinkRecord> order, List<LinkView> views) {
            return new LinkViews(order.stream()
                    .flatMap(link -> views.stream().filter(view -> view.id().equals(link.id())))
                    .toList());
        }
    }
}
