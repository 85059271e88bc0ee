package dev.hawser.gateway.tail;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.JetStreamApi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Which commands are stored and not carried out yet: intake acknowledges one only after its transaction. */
@ApplicationScoped
class PendingCommands {

    private static final String INFO = ApiSubjects.streamInfo(StreamCatalogue.COMMANDS.name());

    private final JetStreamApi api;

    PendingCommands(JetStreamApi api) {
        this.api = api;
    }

    /** True if a command of this thread waits. */
    Uni<Boolean> ofThread(String thread) {
        return api.call(INFO, Map.of("subjects_filter", CoreSubjects.command(thread)))
                .map(info -> !info.path("state").path("subjects").isEmpty());
    }

    /** True if any command waits. */
    Uni<Boolean> any() {
        return api.call(INFO).map(info -> info.path("state").path("messages").asLong() > 0);
    }
}
