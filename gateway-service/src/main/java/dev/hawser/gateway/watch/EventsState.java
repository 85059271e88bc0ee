package dev.hawser.gateway.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.JetStreamApi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * The JetStream stream HW_EVENTS at one moment.
 *
 * @param created when it was created
 * @param first the oldest sequence that is kept, or one more than the last if nothing is
 * @param last the newest sequence that was ever stored
 */
record EventsState(Instant created, long first, long last) {

    private static final String INFO = ApiSubjects.streamInfo(StreamCatalogue.EVENTS.name());

    static Uni<EventsState> ask(JetStreamApi api) {
        return api.call(INFO).map(EventsState::of);
    }

    /** True if all events behind the cursor are still kept. */
    boolean keepsAllAfter(WatchCursor cursor) {
        return cursor.created() == WatchCursor.of(created, 0).created()
                && cursor.sequence() >= first - 1
                && cursor.sequence() <= last;
    }

    private static EventsState of(JsonNode info) {
        JsonNode state = info.path("state");
        return new EventsState(
                Instant.parse(info.path("created").asText()),
                state.path("first_seq").asLong(),
                state.path("last_seq").asLong());
    }
}
