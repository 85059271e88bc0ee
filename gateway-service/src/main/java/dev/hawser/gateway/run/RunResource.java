package dev.hawser.gateway.run;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.PostMessageAnswer;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.command.CommandQueue;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.web.Paging;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Runs of the caller. What a command does shows in the run, on its tail and on watch; its answer is 202. */
@Path("/api/runs/{id}")
@Produces(MediaType.APPLICATION_JSON)
final class RunResource {

    private static final String QUEUED = "queued";

    private final Caller caller;
    private final RunRepository runs;
    private final LoggedRecords records;
    private final Retries retries;
    private final CommandQueue commands;

    RunResource(Caller caller, RunRepository runs, LoggedRecords records, Retries retries, CommandQueue commands) {
        this.records = records;
        this.retries = retries;
        this.caller = caller;
        this.runs = runs;
        this.commands = commands;
    }

    /** The run with the history of its attempts. */
    @GET
    public Uni<RunDetail> get(@RestPath String id) {
        return find(caller.person(), id).chain(run -> runs.attempts(run).map(attempts -> new RunDetail(run, attempts)));
    }

    /** What is in the run's log, oldest first: for inspectors. Its last record only, once it was purged. */
    @GET
    @Path("/records")
    public Uni<LoggedRecord.Page> records(
            @RestPath String id, @RestQuery @Nullable Integer limit, @RestQuery @Nullable String cursor) {
        Paging paging = Paging.of(limit, cursor);
        return find(caller.person(), id).chain(run -> records.page(run, paging));
    }

    /** Takes a run from its queue; 409 {@code not_queued} once it has begun. */
    @DELETE
    public Uni<RestResponse<RunView>> remove(@RestPath String id) {
        Principal.Person person = caller.person();
        return find(person, id).chain(run -> {
            if (!run.state().equals(QUEUED)) {
                throw ProblemException.of(ProblemCode.NOT_QUEUED, "The run is " + run.state() + "; cancel it instead.");
            }
            return accepted(
                    run,
                    new Command.RemoveQueued(person.tenant(), person.owner(), run.threadId(), run.id(), person.by()));
        });
    }

    /** Stops a run, whatever its state; one that is over stays as it is. */
    @POST
    @Path("/cancel")
    public Uni<RestResponse<RunView>> cancel(@RestPath String id) {
        Principal.Person person = caller.person();
        return find(person, id).chain(run -> {
            if (run.isOver()) {
                return Uni.createFrom().item(RestResponse.status(RestResponse.Status.ACCEPTED, run));
            }
            return accepted(
                    run, new Command.CancelRun(person.tenant(), person.owner(), run.threadId(), run.id(), person.by()));
        });
    }

    /** Has the message of a run that is over answered again; asked twice, it is one retry. */
    @POST
    @Path("/retry")
    public Uni<RestResponse<PostMessageAnswer>> retry(@RestPath String id) {
        Principal.Person person = caller.person();
        return find(person, id)
                .chain(run -> retries.of(person, run))
                .map(answer -> RestResponse.status(RestResponse.Status.ACCEPTED, answer));
    }

    private Uni<RestResponse<RunView>> accepted(RunView run, Command command) {
        return commands.publish(command).replaceWith(() -> RestResponse.status(RestResponse.Status.ACCEPTED, run));
    }

    private Uni<RunView> find(Principal.Person person, String id) {
        if (!Ids.isValid(IdPrefix.RUN, id)) {
            throw ProblemException.notFound("run");
        }
        return runs.find(person, id).map(run -> run.orElseThrow(() -> ProblemException.notFound("run")));
    }
}
