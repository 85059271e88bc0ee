package dev.hawser.gateway.tail;

import java.util.Optional;

/** What a request for a tail gets. */
sealed interface TailPlan {

    /** A run, from behind the cursor if there is one. */
    record Serve(TailRun run, Optional<Cursor> cursor) implements TailPlan {}

    /** There is nothing to be told: 204. */
    record Idle() implements TailPlan {}

    /** The caller has no such run: 404. */
    record Unknown() implements TailPlan {}
}
