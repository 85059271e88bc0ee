package dev.hawser.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.localstack.process.LocalStackException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {

    @TempDir
    Path folder;

    private LocalPostgres postgres;

    @BeforeEach
    void start() {
        postgres = start(folder.resolve("postgres"));
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void aCommittedRowSurvivesAKillAndAStop() throws SQLException {
        postgres.createDatabase("kept");
        execute("create table note (text text)");
        execute("insert into note values ('first')");

        postgres.kill();
        postgres.restart();
        execute("insert into note values ('second')");
        String address = postgres.jdbcUrl("kept");
        postgres.close();
        postgres = start(folder.resolve("postgres"));

        assertThat(postgres.jdbcUrl("kept")).isEqualTo(address);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aDatabaseIsCreatedOnceAndDroppedUnderItsUsers() throws SQLException {
        postgres.createDatabase("kept");
        execute("create table note (text text)");
        postgres.createDatabase("kept");
        assertThat(count()).isZero();

        Connection open = postgres.connect("kept");
        postgres.dropDatabase("kept");

        assertThatThrownBy(() -> postgres.connect("kept")).hasMessageContaining("kept");
        open.close();
    }

    @Test
    void aNameThatIsNoNameIsRefused() {
        assertThatThrownBy(() -> postgres.createDatabase("a; drop database hawser"))
                .isInstanceOf(LocalStackException.class);
    }

    @Test
    void nobodyConnectsWithoutThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), LocalPostgres.USER, "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    private static LocalPostgres start(Path folder) {
        return LocalPostgres.start(PostgresPlan.durable(folder, 0, folder.resolve("postgres.log")));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect("kept");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count() throws SQLException {
        try (Connection connection = postgres.connect("kept");
                var statement = connection.createStatement();
                var found = statement.executeQuery("select count(*) from note")) {
            found.next();
            return found.getInt(1);
        }
    }
}
