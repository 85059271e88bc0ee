package dev.hawser.gateway.thread;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.limit.Limits;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Opens threads: a second call with the same id of the client opens no second one. */
@ApplicationScoped
public class ThreadOpening {

    private final ThreadRepository threads;

    ThreadOpening(ThreadRepository threads) {
        this.threads = threads;
    }

    /** Our id of a chat, whose thread is created if the client's own id is new. */
    public Uni<String> ofChat(Principal.Person person, String chat) {
        if (Ids.isValid(IdPrefix.THR, chat)) {
            return threads.find(person, chat)
                    .map(found -> found.orElseThrow(() -> ProblemException.notFound("thread"))
                            .id());
        }
        var thread = new NewThread(Optional.empty(), Optional.of(chat), Optional.empty());
        return open(person, thread).map(opened -> opened.thread().id());
    }

    /** The thread of a chat, if there is one; refuses an id of ours that names none. */
    public Uni<Optional<String>> find(Principal.Person person, String chat) {
        String id = ThreadId.of(person.owner(), chat);
        return threads.find(person, id).map(found -> {
            if (found.isEmpty() && id.equals(chat)) {
                throw ProblemException.notFound("thread");
            }
            return found.map(ThreadView::id);
        });
    }

    Uni<Opened> open(Principal.Person person, NewThread thread) {
        Optional<String> clientId = ThreadId.clientId(thread.id());
        String id = clientId.map(own -> Ids.threadOf(person.owner(), own)).orElseGet(() -> Ids.next(IdPrefix.THR));
        return threads.insert(person, id, thread)
                .chain(isNew -> threads.find(person, id)
                        .chain(found -> found.map(there -> Uni.createFrom().item(new Opened(there, isNew)))
                                .orElseGet(() -> refused(id))));
    }

    /** Not inserted and not there: it was deleted, or there are too many. */
    private Uni<Opened> refused(String id) {
        return threads.exists(id).map(deleted -> {
            throw deleted
                    ? ProblemException.notFound("thread")
                    : ProblemException.of(
                            ProblemCode.LIMIT_REACHED,
                            "An owner has at most " + Limits.THREADS_PER_OWNER + " threads.");
        });
    }

    /** A thread, and whether this call created it. */
    record Opened(ThreadView thread, boolean isNew) {}
}
