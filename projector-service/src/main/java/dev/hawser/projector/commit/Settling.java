package dev.hawser.projector.commit;

import dev.hawser.contract.json.Json;
import dev.hawser.projector.fold.FoldedMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The ends of runs: their message, their terminal state, the events that tell of both. */
@ApplicationScoped
class Settling {

    private static final Logger LOG = Logger.getLogger(Settling.class);

    private final ProjectionEvents events;

    Settling(ProjectionEvents events) {
        this.events = events;
    }

    /** Settles runs that are locked and not over; gives the ids of those that are over now. */
    Uni<Set<String>> store(SqlConnection tx, List<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        String[] ids =
                Columns.of(settlements).texts(settlement -> settlement.run().id());
        return storeMessages(tx, withMessage(settlements))
                .chain(() -> settle(tx, settlements))
                .call(() -> tx.preparedQuery(CommitSql.FORGET_FOLDS).execute(Tuple.of(ids)))
                .call(settled -> tell(tx, settlements, settled));
    }

    private record Said(String run, FoldedMessage message) {}

    private static List<Said> withMessage(List<Settlement> settlements) {
        return settlements.stream()
                .flatMap(settlement -> settlement.message().stream()
                        .map(message -> new Said(settlement.run().id(), message)))
                .toList();
    }

    /** A harness may give an id that another message has: then the message gets one of its own. */
    private static Uni<Void> storeMessages(SqlConnection tx, List<Said> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return insert(tx, messages, FoldedMessage::id).chain(stored -> {
            List<Said> left = messages.stream()
                    .filter(said -> !stored.contains(said.run()))
                    .toList();
            left.forEach(said -> LOG.infof(
                    "the id that the harness gave is taken run=%s id=%s",
                    said.run(), said.message().id()));
            return left.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : insert(tx, left, FoldedMessage::fallbackId).replaceWithVoid();
        });
    }

    private static Uni<Set<String>> insert(SqlConnection tx, List<Said> messages, Function<FoldedMessage, String> id) {
        var rows = Columns.of(messages);
        return tx.preparedQuery(CommitSql.STORE_MESSAGES)
                .execute(Tuple.of(
                        rows.texts(Said::run),
                        rows.texts(said -> id.apply(said.message())),
                        rows.texts(said -> Json.text(said.message().parts())),
                        rows.optionalTexts(said -> said.message().metadata().map(Json::text))))
                .map(stored -> ids(stored, "run"));
    }

    private static Uni<Set<String>> settle(SqlConnection tx, List<Settlement> settlements) {
        var rows = Columns.of(settlements);
        return tx.preparedQuery(CommitSql.SETTLE)
                .execute(Tuple.of(
                        rows.texts(settlement -> settlement.run().id()),
                        rows.texts(settlement -> settlement.terminal().outcome().text()),
                        rows.numbers(Settlement::fence),
                        rows.optionalTexts(settlement -> settlement.terminal().errorCode()),
                        rows.optionalTexts(settlement -> settlement.terminal().errorText())))
                .map(settled -> ids(settled, "id"));
    }

    private Uni<Void> tell(SqlConnection tx, List<Settlement> settlements, Set<String> settled) {
        return Multi.createFrom()
                .iterable(settlements)
                .filter(settlement -> settled.contains(settlement.run().id()))
                .onItem()
                .transformToUniAndConcatenate(settlement -> events.add(tx, settlement))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Set<String> ids(RowSet<Row> rows, String column) {
        var ids = new HashSet<String>();
        rows.forEach(row -> ids.add(row.getString(column)));
        return ids;
    }
}
