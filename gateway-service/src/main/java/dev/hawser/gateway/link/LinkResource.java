package dev.hawser.gateway.link;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.LinkView;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Links of the caller. */
@Path("/api/links")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class LinkResource {

    private final Caller caller;
    private final LinkRepository links;
    private final LinkProbe probe;
    private final LinkNotice notice;

    LinkResource(Caller caller, LinkRepository links, LinkProbe probe, LinkNotice notice) {
        this.caller = caller;
        this.links = links;
        this.probe = probe;
        this.notice = notice;
    }

    /** What is stored of the caller's links; nobody is asked. */
    @GET
    public Uni<LinkRecord.All> list() {
        return links.all(caller.person()).map(LinkRecord.All::new);
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

    /** Revokes a link and its tokens, and tells its agent; 204. */
    @DELETE
    @Path("/{id}")
    public Uni<Void> revoke(@RestPath String id) {
        return links.revoke(caller.person(), id).chain(revoked -> {
            if (!revoked) {
                throw ProblemException.notFound("link");
            }
            return notice.shutdown(id, Shutdown.revoked());
        });
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
