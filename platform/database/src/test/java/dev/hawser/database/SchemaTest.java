package dev.hawser.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";

    private final LocalPostgres postgres = HawserStack.shared().postgres();
    private final String database = "schema_" + UUID.randomUUID().toString().replace('-', '_');

    @BeforeEach
    void create() {
        postgres.createDatabase(database);
    }

    @AfterEach
    void drop() {
        postgres.dropDatabase(database);
    }

    @Test
    void theSchemaIsAppliedToAnEmptyDatabaseOnce() throws SQLException {
        assertThat(migrate()).isPositive();
        assertThat(migrate()).isZero();

        try (Connection connection = postgres.connect(database);
                var statement = connection.createStatement();
                var found = statement.executeQuery(Schema.VERSION_SQL)) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo(Schema.version());
        }
    }

    @Test
    void theMigrationJobReadsItsEnvironment() {
        Map<String, String> environment = Map.of(
                "HAWSER_DATABASE_URL", postgres.url(database),
                "HAWSER_DATABASE_USER", LocalPostgres.USER,
                "HAWSER_DATABASE_PASSWORD", postgres.password());

        assertThat(Migrate.run(environment)).isZero();
        assertThat(Migrate.run(Map.of("HAWSER_DATABASE_URL", postgres.url(database))))
                .isEqualTo(2);
        assertThat(migrate()).isZero();
    }

    @Test
    void aThreadHasAtMostOneActiveRunWhateverTheCodeDoes() throws SQLException {
        migrate();
        try (Connection connection = postgres.connect(database)) {
            thread(connection);
            run(connection, "run_1", 1, "running");

            assertThatCode(() -> run(connection, "run_2", 2, "queued")).doesNotThrowAnyException();
            assertThatThrownBy(() -> run(connection, "run_3", 3, "offered"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(UNIQUE_VIOLATION));
            assertThatThrownBy(() -> execute(connection, "UPDATE runs SET state = 'settling' WHERE id = 'run_2'"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(UNIQUE_VIOLATION));

            execute(connection, "UPDATE runs SET state = 'succeeded', finished_at = now() WHERE id = 'run_1'");
            assertThatCode(() -> execute(connection, "UPDATE runs SET state = 'offered' WHERE id = 'run_2'"))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aRunIsTerminalExactlyWhenItHasFinished() throws SQLException {
        migrate();
        try (Connection connection = postgres.connect(database)) {
            thread(connection);
            run(connection, "run_1", 1, "running");

            assertThatThrownBy(() -> execute(connection, "UPDATE runs SET state = 'failed' WHERE id = 'run_1'"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(CHECK_VIOLATION));
        }
    }

    @Test
    void everyPartitionHasItsRowFromTheStart() throws SQLException {
        migrate();
        try (Connection connection = postgres.connect(database);
                var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "SELECT count(*), min(partition), max(partition), max(epoch) FROM projection_partitions")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getInt(1)).isEqualTo(16);
            assertThat(found.getInt(2)).isZero();
            assertThat(found.getInt(3)).isEqualTo(15);
            assertThat(found.getInt(4)).isZero();
        }
    }

    private int migrate() {
        return Schema.migrate(postgres.jdbcUrl(database), LocalPostgres.USER, postgres.password());
    }

    private static void thread(Connection connection) throws SQLException {
        execute(connection, "INSERT INTO tenants (id, name) VALUES ('tnt_1', 'local')");
        execute(
                connection,
                "INSERT INTO users (id, tenant, issuer, subject, display) VALUES ('usr_1', 'tnt_1', 'i', 's', 'd')");
        execute(
                connection,
                "INSERT INTO threads (id, tenant, owner, partition, created_by)"
                        + " VALUES ('thr_1', 'tnt_1', 'usr_1', 3, '{}')");
    }

    private static void run(Connection connection, String id, int position, String state) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, state, position, deadline_at)
                VALUES (?, 'tnt_1', 'usr_1', 'thr_1', 3, 'msg', '{}', ?, ?, now() + interval '1 hour')
                """)) {
            statement.setString(1, id);
            statement.setString(2, state);
            statement.setInt(3, position);
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
