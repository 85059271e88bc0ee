package dev.hawser.e2e.bench.runs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A table of the benchmark's own. */
final class BenchSql {

    static final String INSERT = """
        INSERT INTO bench_rows (content) VALUES (?)
        """;

    private static final String CREATE = """
        CREATE TABLE IF NOT EXISTS bench_rows (id bigserial PRIMARY KEY, content text NOT NULL)
        """;

    private BenchSql() {}

    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }
}
