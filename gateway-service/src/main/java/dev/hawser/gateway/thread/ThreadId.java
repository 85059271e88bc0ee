package dev.hawser.gateway.thread;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.problem.ProblemException;
import java.util.Optional;

/** The id of a thread in a path: ours, or the client's own, from which ours follows. */
public final class ThreadId {

    private ThreadId() {}

    /**
     * Our id for what stands in a path.
     *
     * @throws ProblemException if no thread can have it
     */
    public static String of(String owner, String text) {
        if (Ids.isValid(IdPrefix.THR, text)) {
            return text;
        }
        if (Ids.isClientId(text)) {
            return Ids.threadOf(owner, text);
        }
        throw ProblemException.notFound("thread");
    }

    /** The client's own id of a new thread; one that looks like ours would be read as ours in a path. */
    static Optional<String> clientId(Optional<String> id) {
        id.ifPresent(text -> {
            if (!Ids.isClientId(text) || Ids.isValid(IdPrefix.THR, text)) {
                throw ProblemException.invalid("id has 1 to 64 of A-Z a-z 0-9 _ - and is not one of ours.");
            }
        });
        return id;
    }
}
