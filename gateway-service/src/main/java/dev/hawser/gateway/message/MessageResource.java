package dev.hawser.gateway.message;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.PostMessageAnswer;
import dev.hawser.contract.http.PostMessageBody;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.thread.ThreadId;
import dev.hawser.gateway.thread.ThreadRepository;
import dev.hawser.gateway.web.Paging;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Messages of one thread. */
@Path("/api/threads/{thread}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class MessageResource {

    private final Caller caller;
    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final Posting posting;

    MessageResource(Caller caller, ThreadRepository threads, MessageRepository messages, Posting posting) {
        this.caller = caller;
        this.threads = threads;
        this.messages = messages;
        this.posting = posting;
    }

    /** Accepts a message: 202, and it will be answered or visibly fail. */
    @POST
    @Path("/messages")
    public Uni<RestResponse<PostMessageAnswer>> post(
            @RestPath String thread,
            @HeaderParam("traceparent") @Nullable String traceparent,
            @Nullable PostMessageBody body) {
        Principal.Person person = caller.person();
        String threadId = ThreadId.of(person.owner(), thread);
        if (body == null) {
            throw ProblemException.of(ProblemCode.MALFORMED, "Send a message.");
        }
        return posting.post(person, threadId, body, Optional.ofNullable(traceparent))
                .map(answer -> RestResponse.status(RestResponse.Status.ACCEPTED, answer));
    }

    /**
     * The messages of the thread, oldest first: all of the users', and the answers that are complete.
     *
     * @param include for inspectors, separated by commas: {@code open}, answers that are still written;
     *     {@code superseded}, answers that a retry replaced
     */
    @GET
    @Path("/messages")
    public Uni<MessageView.Page> list(
            @RestPath String thread,
            @RestQuery @Nullable Integer limit,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String include) {
        Principal.Person person = caller.person();
        String threadId = ThreadId.of(person.owner(), thread);
        Paging paging = Paging.of(limit, cursor);
        Set<Include> included = Include.parse(include);
        return exists(person, threadId).chain(() -> messages.page(person, threadId, paging, included));
    }

    /** The runs of the thread that are not over, in the order in which they execute. */
    @GET
    @Path("/queue")
    public Uni<QueuedRun.Queue> queue(@RestPath String thread) {
        Principal.Person person = caller.person();
        String threadId = ThreadId.of(person.owner(), thread);
        return exists(person, threadId).chain(() -> messages.queue(person, threadId));
    }

    private Uni<Long> exists(Principal.Person person, String thread) {
        return threads.queuedRuns(person, thread)
                .map(queued -> queued.orElseThrow(() -> ProblemException.notFound("thread")));
    }
}
