package dev.hawser.projector.lead;

import dev.hawser.contract.record.Body;
import dev.hawser.projector.commit.RunRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a leader reads from Postgres, and how it takes a partition. */
@ApplicationScoped
public class LeadRepository {

    private final Pool pool;

    LeadRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A partition that was taken.
     *
     * @param streamCreated of the stream that the checkpoint counts in; empty before the first commit
     */
    record Taken(long epoch, long checkpoint, Optional<Instant> streamCreated) {}

    /** A run and the stored part of its fold. */
    record StoredRun(RunRow row, long streamSequence, Optional<Body> fold) {}

    /** Takes a partition: the new epoch is this pod's. */
    Uni<Taken> take(int partition, String pod) {
        return pool.preparedQuery(LeadSql.TAKE)
                .execute(Tuple.of(partition, pod))
                .map(rows -> rows.iterator().next())
                .map(row -> new Taken(
                        row.getLong("epoch"),
                        row.getLong("checkpoint"),
                        Optional.ofNullable(row.getOffsetDateTime("stream_created"))
                                .map(OffsetDateTime::toInstant)));
    }

    /** The open folds of a partition. */
    Uni<List<StoredRun>> openFolds(int partition) {
        return pool.preparedQuery(LeadSql.OPEN_FOLDS)
                .execute(Tuple.of(partition))
                .map(rows -> list(rows, LeadRepository::run));
    }

    /** These runs, those that exist. */
    Uni<List<StoredRun>> runs(Collection<String> ids) {
        return pool.preparedQuery(LeadSql.RUNS)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> list(rows, LeadRepository::run));
    }

    /** The runs of a partition that may have a log and are not over. */
    Uni<List<String>> unfinished(int partition) {
        return pool.preparedQuery(LeadSql.UNFINISHED)
                .execute(Tuple.of(partition))
                .map(rows -> list(rows, row -> row.getString("id")));
    }

    /** Those of the runs that nobody has decided to end. */
    Uni<List<String>> withoutIntent(Collection<String> ids) {
        return pool.preparedQuery(LeadSql.WITHOUT_INTENT)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> list(rows, row -> row.getString("id")));
    }

    private static StoredRun run(Row row) {
        Buffer fold = row.getBuffer("fold");
        Long sequence = row.getLong("stream_seq");
        return new StoredRun(
                new RunRow(
                        row.getString("id"),
                        row.getString("thread"),
                        row.getString("tenant"),
                        row.getString("owner"),
                        row.getBoolean("terminal")),
                sequence == null ? 0 : sequence,
                Optional.ofNullable(fold).map(bytes -> Body.of(bytes.getBytes())));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(reader.apply(row)));
        return all;
    }
}
