package dev.hawser.projector.commit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.event.HawserEvent;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.event.EventOutbox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What watchers are told of a step, a settlement or a new title: rows of the outbox. */
@ApplicationScoped
class ProjectionEvents {

    private final EventOutbox outbox;

    ProjectionEvents(EventOutbox outbox) {
        this.outbox = outbox;
    }

    /** The message first, so that whoever hears of the settled run finds it. */
    Uni<Void> add(SqlConnection tx, Settlement settlement) {
        RunRow run = settlement.run();
        ObjectNode state = Json.mapper()
                .createObjectNode()
                .put("state", settlement.terminal().outcome().text());
        settlement.terminal().errorCode().ifPresent(code -> state.put("errorCode", code));
        Uni<Void> told = settlement
                .message()
                .map(message ->
                        add(tx, run, EventType.MESSAGE_SETTLED, Json.mapper().createObjectNode()))
                .orElseGet(() -> Uni.createFrom().voidItem());
        return told.chain(() -> add(tx, run, EventType.RUN_SETTLED, state));
    }

    Uni<Void> add(SqlConnection tx, TitleWish thread, String title) {
        return outbox.add(
                tx,
                thread.tenant(),
                thread.owner(),
                event(
                        EventType.THREAD_UPDATED,
                        thread.thread(),
                        Optional.empty(),
                        Json.mapper().createObjectNode().put("autoTitle", title)));
    }

    Uni<Void> addSteps(SqlConnection tx, List<StepsTaken> steps) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(taken -> add(
                        tx,
                        taken.run(),
                        EventType.RUN_STEP,
                        Json.mapper().createObjectNode().put("stepCount", taken.count())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> add(SqlConnection tx, RunRow run, EventType type, ObjectNode data) {
        return outbox.add(tx, run.tenant(), run.owner(), event(type, run.thread(), Optional.of(run.id()), data));
    }

    private static HawserEvent event(EventType type, String thread, Optional<String> run, ObjectNode data) {
        return new HawserEvent(
                Ids.next(IdPrefix.EVT), type.text(), Instant.now(), Optional.of(thread), run, Optional.empty(), data);
    }
}
