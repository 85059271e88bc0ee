package dev.hawser.dispatch.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.event.HawserEvent;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunState;
import dev.hawser.jetstream.event.EventOutbox;
import dev.hawser.jetstream.event.EventRelay;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Events about runs: written in the transaction of what they tell of, published after it. */
@ApplicationScoped
public class RunEvents {

    private final EventOutbox outbox;
    private final EventRelay relay;
    private final Clock clock = Clock.systemUTC();

    RunEvents(EventOutbox outbox, EventRelay relay) {
        this.outbox = outbox;
        this.relay = relay;
    }

    /** A run waits in its thread. */
    public Uni<Void> queued(SqlClient tx, RunKey run) {
        return add(tx, run, EventType.RUN_QUEUED, Optional.empty(), RunState.QUEUED, Optional.empty());
    }

    /** It is the run's turn. */
    public Uni<Void> offered(SqlClient tx, RunKey run, String link) {
        return add(tx, run, EventType.RUN_OFFERED, Optional.of(link), RunState.OFFERED, Optional.empty());
    }

    /** A runner has confirmed. */
    public Uni<Void> started(SqlClient tx, RunKey run, String link) {
        return add(tx, run, EventType.RUN_STARTED, Optional.of(link), RunState.RUNNING, Optional.empty());
    }

    /** A run that was never claimed is over; any other is told of by the projector. */
    public Uni<Void> settled(SqlClient tx, RunKey run, RunState state, Optional<String> errorCode) {
        return add(tx, run, EventType.RUN_SETTLED, Optional.empty(), state, errorCode);
    }

    /** Call this after the commit: the events go out now instead of with the next sweep. */
    public void committed() {
        relay.relaySoon();
    }

    private Uni<Void> add(
            SqlClient tx,
            RunKey run,
            EventType type,
            Optional<String> link,
            RunState state,
            Optional<String> errorCode) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("state", state.text());
        errorCode.ifPresent(code -> data.put("errorCode", code));
        var event = new HawserEvent(
                Ids.next(IdPrefix.EVT),
                type.text(),
                clock.instant(),
                Optional.of(run.thread()),
                Optional.of(run.id()),
                link,
                data);
        return outbox.add(tx, run.tenant(), run.owner(), event);
    }
}
