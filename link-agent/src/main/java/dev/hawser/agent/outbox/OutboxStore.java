package dev.hawser.agent.outbox;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.work.WorkItem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Accepted attempts and their records on the disk. Thread-safe.
 *
 * <p>Every future completes when the change has been synced: what it says then survives {@code kill -9} and the loss of
 * power.
 */
public final class OutboxStore implements AutoCloseable {

    private static final Duration KEEP_CLOSED = Duration.ofHours(24);

    private final GroupCommit writer;
    private final Connection reader;

    private OutboxStore(GroupCommit writer, Connection reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** Opens the database, and makes it if there is none. */
    public static OutboxStore open(Path file) {
        try {
            var writer = new GroupCommit(SqliteFile.openForWriting(file));
            writer.start();
            var store = new OutboxStore(writer, SqliteFile.openForReading(file));
            store.prune();
            return store;
        } catch (SQLException e) {
            throw new OutboxException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Stores a work item, unless this attempt or a newer one is known. The records of an older attempt are deleted in
     * the same transaction.
     */
    CompletableFuture<Acceptance> accept(WorkItem item) {
        byte[] json = Json.bytes(item);
        return writer.submit("store a work item", connection -> {
            Acceptance acceptance = judge(connection, item);
            if (acceptance == Acceptance.NEW || acceptance == Acceptance.REPLACED) {
                update(connection, OutboxSql.DELETE_ALL, item.runId());
                update(
                        connection,
                        OutboxSql.ACCEPT,
                        item.runId(),
                        item.fence(),
                        item.attempt(),
                        item.nextSeq(),
                        item.nextSeq() - 1,
                        json);
            }
            return acceptance;
        });
    }

    /**
     * Stores the next records of a running attempt, all or none; after the end nothing can follow.
     *
     * @return false if the attempt is not the running one any more: nothing was stored
     */
    CompletableFuture<Boolean> append(String runId, long fence, List<StoredRecord> records) {
        long first = records.getFirst().seq();
        boolean end = records.getLast().kind() == RecordKind.END;
        AttemptState next = end ? AttemptState.ENDED : AttemptState.RUNNING;
        return writer.submit("store output", connection -> {
            if (update(connection, OutboxSql.ADVANCE, next.text(), first + records.size(), runId, fence, first) == 0) {
                return false;
            }
            for (StoredRecord stored : records) {
                update(
                        connection,
                        OutboxSql.INSERT_RECORD,
                        runId,
                        stored.seq(),
                        stored.kind().text(),
                        stored.fragment().map(Fragment::text).orElse(null),
                        stored.body().bytes());
            }
            return true;
        });
    }

    /** Deletes what the services have for good; the result is how many bytes of records that were. */
    CompletableFuture<Long> deleteDurable(String runId, long fence, long durableSeq) {
        return writer.submit("delete delivered output", connection -> {
            if (update(connection, OutboxSql.MARK_DURABLE, durableSeq, runId, fence, durableSeq) == 0) {
                return 0L;
            }
            long bytes = bytesUpTo(connection, runId, durableSeq);
            update(connection, OutboxSql.DELETE_UP_TO, runId, durableSeq);
            return bytes;
        });
    }

    /** The attempt is over here: deletes its records and remembers that it was there. False if it was not open. */
    CompletableFuture<Boolean> close(String runId, long fence) {
        return writer.submit("close an attempt", connection -> {
            boolean open = update(connection, OutboxSql.CLOSE, runId, fence) == 1;
            if (open) {
                update(connection, OutboxSql.DELETE_ALL, runId);
            }
            return open;
        });
    }

    /** The attempt cannot be finished here: deletes its records; it stays until the services know. */
    CompletableFuture<Boolean> lose(String runId, long fence) {
        return writer.submit("give an attempt up", connection -> {
            boolean open = update(connection, OutboxSql.LOSE, runId, fence) == 1;
            if (open) {
                update(connection, OutboxSql.DELETE_ALL, runId);
            }
            return open;
        });
    }

    /** At the start of the agent: no harness executes, so every attempt without an end is lost. */
    List<StoredAttempt> recover() {
        return writer.submit("read what is left", connection -> {
                    update(connection, OutboxSql.LOSE_RUNNING);
                    update(connection, OutboxSql.DELETE_LOST);
                    return openAttempts(connection);
                })
                .join();
    }

    /** One record; empty if it was deleted. */
    Optional<StoredRecord> read(String runId, long seq) {
        synchronized (reader) {
            try (PreparedStatement statement = prepare(reader, OutboxSql.RECORD, runId, seq);
                    ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(record(seq, row)) : Optional.empty();
            } catch (SQLException e) {
                throw new OutboxException("cannot read output: " + e.getMessage(), e);
            }
        }
    }

    /** Finishes what was asked for and closes the files. */
    @Override
    public void close() {
        writer.close();
        synchronized (reader) {
            try {
                reader.close();
            } catch (SQLException e) {
                throw new OutboxException("cannot close the database: " + e.getMessage(), e);
            }
        }
    }

    private void prune() {
        writer.submit("delete old attempts", connection -> update(connection, OutboxSql.PRUNE, KEEP_CLOSED.toSeconds()))
                .join();
    }

    private static Acceptance judge(Connection connection, WorkItem item) throws SQLException {
        try (PreparedStatement statement = prepare(connection, OutboxSql.ATTEMPT, item.runId());
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Acceptance.NEW;
            }
            int newer = Long.compare(row.getLong("fence"), item.fence());
            if (newer != 0) {
                return newer > 0 ? Acceptance.FENCED : Acceptance.REPLACED;
            }
            return AttemptState.of(row.getString("state")) == AttemptState.CLOSED ? Acceptance.OVER : Acceptance.KNOWN;
        }
    }

    private static List<StoredAttempt> openAttempts(Connection connection) throws SQLException {
        List<StoredAttempt> attempts = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, OutboxSql.OPEN_ATTEMPTS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                attempts.add(new StoredAttempt(
                        row.getString("run_id"),
                        row.getLong("fence"),
                        AttemptState.of(row.getString("state")),
                        row.getLong("first_seq"),
                        row.getLong("next_seq") - 1,
                        row.getLong("durable_seq"),
                        row.getLong("bytes")));
            }
        }
        return attempts;
    }

    private static long bytesUpTo(Connection connection, String runId, long seq) throws SQLException {
        try (PreparedStatement statement = prepare(connection, OutboxSql.BYTES_UP_TO, runId, seq);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static StoredRecord record(long seq, ResultSet row) throws SQLException {
        return new StoredRecord(
                seq,
                RecordKind.of(row.getString("kind")),
                Optional.ofNullable(row.getString("fragment")).map(Fragment::parse),
                Body.of(row.getBytes("body")));
    }

    private static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
