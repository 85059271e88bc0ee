package dev.hawser.gateway.thread;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.command.CommandQueue;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.web.Paging;
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
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Threads of the caller. */
@Path("/api/threads")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class ThreadResource {

    private final Caller caller;
    private final ThreadRepository threads;
    private final ThreadOpening opening;
    private final CommandQueue commands;

    ThreadResource(Caller caller, ThreadRepository threads, ThreadOpening opening, CommandQueue commands) {
        this.opening = opening;
        this.caller = caller;
        this.threads = threads;
        this.commands = commands;
    }

    /** Creates a thread: 201; 200 if the client's own id names one that is there. */
    @POST
    public Uni<RestResponse<ThreadView>> create(@Nullable NewThread body) {
        Principal.Person person = caller.person();
        NewThread thread = body == null ? NewThread.EMPTY : body;
        return checkLinks(person, thread.policy())
                .chain(() -> opening.open(person, thread))
                .map(opened -> RestResponse.status(
                        opened.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK, opened.thread()));
    }

    /** The caller's threads, most recently active first. */
    @GET
    public Uni<ThreadView.Page> list(@RestQuery @Nullable Integer limit, @RestQuery @Nullable String cursor) {
        return threads.page(caller.person(), Paging.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    public Uni<ThreadView> get(@RestPath String id) {
        Principal.Person person = caller.person();
        return found(person, ThreadId.of(person.owner(), id));
    }

    /** Changes what the body names; a null takes the value away. */
    @PATCH
    @Path("/{id}")
    public Uni<ThreadView> change(@RestPath String id, @Nullable ThreadChange change) {
        Principal.Person person = caller.person();
        String thread = ThreadId.of(person.owner(), id);
        if (change == null) {
            throw ProblemException.of(ProblemCode.MALFORMED, "Send what is to be changed.");
        }
        return checkLinks(person, change.policy().flatMap(policy -> policy))
                .chain(() -> threads.change(person, thread, change))
                .chain(() -> found(person, thread));
    }

    /** Hides the thread at once and has all of it deleted; 202. */
    @DELETE
    @Path("/{id}")
    public Uni<RestResponse<Void>> delete(@RestPath String id) {
        Principal.Person person = caller.person();
        String thread = ThreadId.of(person.owner(), id);
        return threads.markDeleted(person, thread).chain(there -> {
            if (!there) {
                throw ProblemException.notFound("thread");
            }
            var command = new Command.DeleteThread(person.tenant(), person.owner(), thread, person.by());
            return commands.publish(command).replaceWith(RestResponse.accepted());
        });
    }

    private Uni<ThreadView> found(Principal owner, String id) {
        return threads.find(owner, id).map(found -> found.orElseThrow(() -> ProblemException.notFound("thread")));
    }

    private Uni<Void> checkLinks(Principal owner, Optional<ThreadPolicy> policy) {
        List<String> links = policy.map(ThreadPolicy::links).orElse(List.of());
        return threads.ownsLinks(owner, links)
                .invoke(own -> {
                    if (!own) {
                        throw ProblemException.notFound("link");
                    }
                })
                .replaceWithVoid();
    }
}
