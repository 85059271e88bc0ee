package dev.hawser.agent.outbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Opens the database file: write-ahead log, and every commit synced before it returns. */
final class SqliteFile {

    private static final int BUSY_MILLIS = 5_000;

    private SqliteFile() {}

    /** A connection with the present layout that commits when it is told to. */
    static Connection openForWriting(Path file) throws SQLException {
        Connection connection = open(file);
        try (Statement statement = connection.createStatement()) {
            migrate(statement);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static Connection openForReading(Path file) throws SQLException {
        return open(file);
    }

    private static Connection open(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void migrate(Statement statement) throws SQLException {
        int version = version(statement);
        if (version > OutboxSql.VERSION) {
            throw new SQLException("the database was written by a newer agent (layout " + version + ")");
        }
        if (version == 0) {
            statement.execute("BEGIN IMMEDIATE");
            for (String table : OutboxSql.SCHEMA) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version = " + OutboxSql.VERSION);
            statement.execute("COMMIT");
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
