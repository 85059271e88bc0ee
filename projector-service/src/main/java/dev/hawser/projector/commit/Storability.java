package dev.hawser.projector.commit;

import dev.hawser.contract.json.Json;
import dev.hawser.projector.fold.FoldedMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Finds the messages that Postgres cannot store whatever is tried, for instance because a list in them is larger than
 * {@code jsonb} holds.
 */
@ApplicationScoped
class Storability {

    private static final Logger LOG = Logger.getLogger(Storability.class);

    /** Classes of SQLSTATE that say that the data is at fault: data exception, program limit exceeded. */
    private static final List<String> CONTENT = List.of("22", "54");

    private final Pool pool;

    Storability(Pool pool) {
        this.pool = pool;
    }

    /** Whether a failure will be the same however often the same content is written. */
    static boolean isAboutContent(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && CONTENT.contains(refused.getSqlState().substring(0, 2));
    }

    /** The batch without the messages that cannot be stored; empty if all of them can. */
    Uni<Optional<Batch>> without(Batch batch) {
        return Multi.createFrom()
                .iterable(batch.settlements())
                .onItem()
                .transformToUniAndConcatenate(this::probed)
                .collect()
                .asList()
                .map(storable -> storable.equals(batch.settlements())
                        ? Optional.empty()
                        : Optional.of(batch.withSettlements(storable)));
    }

    private Uni<Settlement> probed(Settlement settlement) {
        return settlement
                .message()
                .map(message -> probe(message).replaceWith(settlement))
                .orElseGet(() -> Uni.createFrom().item(settlement))
                .onFailure(Storability::isAboutContent)
                .recoverWithItem(failure -> unstorable(settlement, failure));
    }

    private Uni<Void> probe(FoldedMessage message) {
        return pool.preparedQuery(CommitSql.PROBE_JSON)
                .execute(Tuple.of(
                        Json.text(message.parts()),
                        message.metadata().map(Json::text).orElse(null)))
                .replaceWithVoid();
    }

    private static Settlement unstorable(Settlement settlement, Throwable failure) {
        LOG.errorf(
                "ALARM: the message of run=%s cannot be stored: %s",
                settlement.run().id(), failure.getMessage());
        return settlement.unstorable("The answer cannot be stored: " + failure.getMessage());
    }
}
