package dev.hawser.dispatch.ready;

import io.smallrye.mutiny.Uni;

/**
 * A part of a run's path that a pod goes once, for a run and a link that do not exist, before it says that it is ready. It
 * leaves no trace. A pod without the rights, statements or connections for it takes no work; and no first run of a pod waits
 * for what is done only once, such as loading classes.
 */
public interface Rehearsal {

    /** Goes the path. Fails with what is in the way. */
    Uni<Void> rehearse();
}
