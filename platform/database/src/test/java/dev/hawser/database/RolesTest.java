package dev.hawser.database;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.localstack.postgres.PostgresLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each service may write what it writes, and nothing that another one does. */
class RolesTest {

    private static final LocalPostgres POSTGRES = HawserStack.shared().postgres();
    private static final String DATABASE = "roles";
    private static final List<String> SERVICES = List.of("gateway", "dispatch", "projector");
    private static final String REFUSED = "42501";

    @BeforeAll
    static void migrate() throws SQLException {
        POSTGRES.createDatabase(DATABASE);
        Schema.migrate(POSTGRES.jdbcUrl(DATABASE), LocalPostgres.USER, POSTGRES.password());
        execute(POSTGRES.connect(DATABASE), """
                INSERT INTO event_outbox (id, service, tenant, owner, type, event)
                VALUES ('evt_1', 'dispatch', 'tnt_1', 'usr_1', 'run.settled', '{}')
                """);
    }

    @AfterAll
    static void drop() {
        POSTGRES.dropDatabase(DATABASE);
    }

    @Test
    void theDocumentedRightsAreThoseThatTheSchemaGives() throws IOException, SQLException {
        assertThat(Files.readString(Path.of("../../docs/security.md"))).contains(table());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway   | UPDATE runs SET state = 'succeeded'
            gateway   | UPDATE runs SET cancel_requested_at = now()
            gateway   | INSERT INTO messages SELECT * FROM messages
            gateway   | UPDATE threads SET next_position = 7
            gateway   | UPDATE threads SET owner = 'usr_2'
            gateway   | UPDATE links SET owner = 'usr_2'
            gateway   | UPDATE api_tokens SET scopes = '{tokens}'
            gateway   | DELETE FROM threads
            gateway   | SELECT * FROM dead_letters
            gateway   | UPDATE audit_log SET action = 'token_used'
            gateway   | UPDATE device_logins SET user_code = 'BBBBCCCC'
            dispatch  | SELECT * FROM audit_log
            projector | SELECT * FROM device_logins
            gateway   | UPDATE projection_partitions SET epoch = 1
            dispatch  | UPDATE runs SET durable_seq = 7
            dispatch  | UPDATE runs SET owner = 'usr_2'
            dispatch  | UPDATE messages SET parts = '[]'
            dispatch  | UPDATE threads SET auto_title = 'mine'
            dispatch  | UPDATE links SET generation = 7
            dispatch  | SELECT hash FROM api_tokens
            dispatch  | SELECT * FROM users
            dispatch  | UPDATE projection_partitions SET checkpoint = 7
            projector | UPDATE runs SET lease_until = now()
            projector | INSERT INTO runs SELECT * FROM runs
            projector | UPDATE messages SET parts = '[]'
            projector | UPDATE threads SET title = 'mine'
            projector | SELECT * FROM links
            projector | SELECT hash FROM link_tokens
            projector | INSERT INTO attempts SELECT * FROM attempts
            projector | DELETE FROM threads
            projector | CREATE TABLE mine (id text)
            dispatch  | DROP TABLE runs
            """)
    @DisplayName("I8: a service cannot write, or even see, what is another's")
    void aServiceIsRefusedWhatIsAnothers(String service, String statement) throws SQLException {
        try (Connection connection = as(service)) {
            assertThatThrownBy(() -> connection.createStatement().execute(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo(REFUSED));
        }
    }

    @Test
    void aServiceSeesItsOwnEventsOnly() throws SQLException {
        try (Connection projector = as("projector");
                Connection dispatch = as("dispatch")) {
            assertThat(texts(projector, "SELECT id FROM event_outbox")).isEmpty();
            assertThat(texts(projector, "DELETE FROM event_outbox RETURNING id"))
                    .isEmpty();
            assertThatThrownBy(() -> execute(projector, """
                            INSERT INTO event_outbox (id, service, tenant, owner, type, event)
                            VALUES ('evt_2', 'dispatch', 'tnt_1', 'usr_1', 'run.settled', '{}')
                            """)).hasMessageContaining("row-level security");
            assertThat(texts(dispatch, "SELECT id FROM event_outbox")).containsExactly("evt_1");
        }
    }

    /** Tables and what each service may do with them; an update names its columns. */
    private static String table() throws SQLException {
        try (Connection owner = POSTGRES.connect(DATABASE)) {
            var rows = new StringBuilder("| table | " + String.join(" | ", SERVICES) + " |\n|---|---|---|---|\n");
            for (String table : texts(owner, """
                    SELECT table_name FROM information_schema.tables
                     WHERE table_schema = 'public' AND table_name <> 'flyway_schema_history' ORDER BY table_name
                    """)) {
                Map<String, String> cells = new TreeMap<>();
                for (String service : SERVICES) {
                    cells.put(service, cell(owner, service, table));
                }
                rows.append(SERVICES.stream()
                        .map(service -> cells.getOrDefault(service, "·"))
                        .collect(joining(" | ", "| `" + table + "` | ", " |\n")));
            }
            return rows.toString();
        }
    }

    private static String cell(Connection owner, String service, String table) throws SQLException {
        var rights = new ArrayList<String>();
        for (String right : List.of("SELECT", "INSERT", "DELETE")) {
            if (!texts(
                            owner,
                            "SELECT 1 WHERE has_table_privilege('hawser_%s', '%s', '%s')"
                                    .formatted(service, table, right))
                    .isEmpty()) {
                rights.add(right.toLowerCase(Locale.ROOT));
            }
        }
        List<String> columns = texts(owner, """
                SELECT column_name FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = '%s'
                   AND has_column_privilege('hawser_%s', '%s', column_name, 'UPDATE')
                 ORDER BY ordinal_position
                """.formatted(table, service, table));
        if (!columns.isEmpty()) {
            rights.add(columns.stream().collect(joining("`, `", "update `", "`")));
        }
        return rights.isEmpty() ? "·" : String.join(", ", rights);
    }

    private static Connection as(String service) throws SQLException {
        PostgresLogin login = POSTGRES.login(service);
        return DriverManager.getConnection(POSTGRES.jdbcUrl(DATABASE), login.user(), login.password());
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (var execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
