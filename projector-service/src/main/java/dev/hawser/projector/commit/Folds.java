package dev.hawser.projector.commit;

import dev.hawser.contract.json.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Open folds, durable marks and poison. */
@ApplicationScoped
class Folds {

    /** The runs of a batch that exist and are not over, locked in the order of their ids. */
    Uni<Set<String>> lockOpen(SqlConnection tx, Batch batch) {
        String[] runs = Stream.concat(
                        batch.folds().stream().map(OpenFold::run),
                        batch.settlements().stream()
                                .map(settlement -> settlement.run().id()))
                .distinct()
                .sorted()
                .toArray(String[]::new);
        return runs.length == 0
                ? Uni.createFrom().item(Set.of())
                : tx.preparedQuery(CommitSql.LOCK_RUNS).execute(Tuple.of(runs)).map(Folds::ids);
    }

    /** Stores the folds and durable marks of these runs; one that was deleted or is over needs none. */
    Uni<Void> store(SqlConnection tx, Batch batch, Set<String> open) {
        List<OpenFold> folds =
                batch.folds().stream().filter(fold -> open.contains(fold.run())).toList();
        Uni<Void> stored = folds.isEmpty() ? Uni.createFrom().voidItem() : storeFolds(tx, batch, folds);
        var marks = new ArrayList<Mark>();
        folds.forEach(fold -> marks.add(new Mark(fold.run(), fold.durableSeq(), fold.fence())));
        batch.settlements().stream()
                .filter(settlement -> open.contains(settlement.run().id()))
                .forEach(
                        settlement -> marks.add(new Mark(settlement.run().id(), settlement.seq(), settlement.fence())));
        return marks.isEmpty() ? stored : stored.chain(() -> storeMarks(tx, marks));
    }

    Uni<Void> storePoison(SqlConnection tx, Batch batch) {
        if (batch.poison().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = Columns.of(batch.poison());
        return tx.preparedQuery(CommitSql.STORE_POISON)
                .execute(Tuple.from(List.of(
                        batch.checkpoint().partition(),
                        rows.texts(PoisonedRecord::run),
                        rows.numbers(PoisonedRecord::streamSequence),
                        rows.texts(PoisonedRecord::reason),
                        rows.texts(poisoned -> Json.text(poisoned.headers())),
                        rows.bytes(poisoned -> poisoned.body().bytes()))))
                .replaceWithVoid();
    }

    private record Mark(String run, long seq, long fence) {}

    private static Uni<Void> storeFolds(SqlConnection tx, Batch batch, List<OpenFold> folds) {
        var rows = Columns.of(folds);
        return tx.preparedQuery(CommitSql.STORE_FOLDS)
                .execute(Tuple.from(List.of(
                        batch.checkpoint().partition(),
                        rows.texts(OpenFold::run),
                        rows.numbers(OpenFold::fence),
                        rows.numbers(OpenFold::durableSeq),
                        rows.numbers(fold -> Integer.toUnsignedLong(fold.chain().value())),
                        rows.numbers(OpenFold::streamSequence),
                        rows.bytes(fold -> fold.state().bytes()))))
                .replaceWithVoid();
    }

    private static Uni<Void> storeMarks(SqlConnection tx, List<Mark> marks) {
        var rows = Columns.of(marks);
        return tx.preparedQuery(CommitSql.STORE_DURABLE)
                .execute(Tuple.of(rows.texts(Mark::run), rows.numbers(Mark::seq), rows.numbers(Mark::fence)))
                .replaceWithVoid();
    }

    private static Set<String> ids(RowSet<Row> rows) {
        var ids = new HashSet<String>();
        rows.forEach(row -> ids.add(row.getString("id")));
        return ids;
    }
}
