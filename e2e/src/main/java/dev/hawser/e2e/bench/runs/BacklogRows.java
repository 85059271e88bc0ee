package dev.hawser.e2e.bench.runs;

import dev.hawser.localstack.HawserStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How many offers there are, and how many of them may be claimed now. */
final class BacklogRows implements AutoCloseable {

    private final Connection connection;

    BacklogRows(RunsStack stack) throws SQLException {
        this.connection = stack.system().stack().postgres().connect(HawserStack.DATABASE);
    }

    boolean allOffersAreDue() throws SQLException {
        return count(BenchSql.OFFERS_AT_REST) == 0;
    }

    long offers() {
        try {
            return count(BenchSql.OFFERS);
        } catch (SQLException failure) {
            throw new IllegalStateException("the offers cannot be counted", failure);
        }
    }

    private long count(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
