package dev.hawser.projector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.Partition;
import dev.hawser.localstack.HawserStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Writes the rows that gateway and dispatch write, and reads those of the projector. */
public final class Rows implements AutoCloseable {

    private final Connection connection;

    public Rows() {
        try {
            connection = HawserStack.shared().postgres().connect(ProjectorStack.DATABASE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A run that was just claimed, in a thread of its own. */
    public record TestRun(String id, String thread, String tenant, String owner, int partition) {}

    /** A run in any partition. */
    public TestRun run(String question) {
        return run(question, partition -> true);
    }

    /** A run in one of these partitions. */
    public TestRun run(String question, IntPredicate partitions) {
        String thread = Ids.next(IdPrefix.THR);
        while (!partitions.test(Partition.of(thread))) {
            thread = Ids.next(IdPrefix.THR);
        }
        String tenant = Ids.next(IdPrefix.TNT);
        String owner = Ids.next(IdPrefix.USR);
        update("INSERT INTO tenants (id, name) VALUES (?, 'test')", tenant);
        update(
                "INSERT INTO users (id, tenant, issuer, subject, display) VALUES (?, ?, 'test', ?, 'Test')",
                owner,
                tenant,
                owner);
        update(
                "INSERT INTO threads (id, tenant, owner, partition, created_by) VALUES (?, ?, ?, ?, '{}')",
                thread,
                tenant,
                owner,
                Partition.of(thread));
        var run = new TestRun(runId(), thread, tenant, owner, Partition.of(thread));
        addRun(run, 1, question);
        return run;
    }

    /** Another run of the same thread. */
    public TestRun next(TestRun before, int position, String question) {
        var run = new TestRun(runId(), before.thread(), before.tenant(), before.owner(), before.partition());
        addRun(run, position, question);
        return run;
    }

    private static String runId() {
        return Ids.runOf(Ids.next(IdPrefix.MSG));
    }

    private void addRun(TestRun run, int position, String question) {
        String message = run.id().replace("run_", "msg_");
        String parts = Json.text(Json.mapper()
                .createArrayNode()
                .add(Json.mapper().createObjectNode().put("type", "text").put("text", question)));
        update("""
                INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, created_by)
                VALUES (?, ?, ?, ?, ?, 'user', ?, ?::jsonb, '{}')
                """, message, run.tenant(), run.owner(), run.thread(), run.id(), position * 2, parts);
        update("""
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, state, position, fence,
                                  deadline_at)
                VALUES (?, ?, ?, ?, ?, ?, '{"kind": "user"}', 'running', ?, 1, now() + interval '1 hour')
                """, run.id(), run.tenant(), run.owner(), run.thread(), run.partition(), message, position);
    }

    /** One column of a run. */
    public String ofRun(TestRun run, String column) {
        return text("SELECT " + column + "::text FROM runs WHERE id = ?", run.id())
                .orElse("");
    }

    /** The parts of the assistant's message. */
    public Optional<JsonNode> parts(TestRun run) {
        return text("SELECT parts::text FROM messages WHERE run = ? AND role = 'assistant'", run.id())
                .map(Json::tree);
    }

    /** The text of the assistant's message. */
    public String answer(TestRun run) {
        var text = new StringBuilder();
        parts(run)
                .ifPresent(parts ->
                        parts.forEach(part -> text.append(part.path("text").asText())));
        return text.toString();
    }

    /** The rows of a query of two columns. */
    public Map<String, String> pairs(String sql, Object... parameters) {
        return query(sql, parameters, rows -> {
            Map<String, String> all = new LinkedHashMap<>();
            while (rows.next()) {
                all.put(rows.getString(1), rows.getString(2));
            }
            return all;
        });
    }

    /** The only value of a query; empty if there is no row or it is null. */
    public Optional<String> text(String sql, Object... parameters) {
        return query(sql, parameters, rows -> rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty());
    }

    /** Runs a statement; gives how many rows it changed. */
    public synchronized int update(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds the locks of a query until it is closed. */
    public Held hold(String sql, Object... parameters) {
        try {
            Connection holder = HawserStack.shared().postgres().connect(ProjectorStack.DATABASE);
            holder.setAutoCommit(false);
            try (PreparedStatement statement = holder.prepareStatement(sql)) {
                set(statement, parameters);
                statement.execute();
            }
            return new Held(holder);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A transaction that is open. */
    public record Held(Connection connection) implements AutoCloseable {

        @Override
        public void close() {
            try {
                connection.rollback();
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private synchronized <T> T query(String sql, @Nullable Object[] parameters, Reader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
