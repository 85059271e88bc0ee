package dev.hawser.e2e.bench.runs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A table of the benchmark's own, and what it counts in the others. */
final class BenchSql {

    static final String OFFERS = """
        SELECT count(*) FROM runs WHERE state = 'offered'
        """;

    static final String OFFERS_AT_REST = """
        SELECT count(*) FROM runs WHERE state = 'offered' AND offer_until > now()
        """;

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
