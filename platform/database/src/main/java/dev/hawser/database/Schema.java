package dev.hawser.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The schema that this build needs. Services check it; only the migration job and the launcher apply it (design 10). */
public final class Schema {

    /** The newest applied version, one row. */
    public static final String VERSION_SQL = """
            SELECT version FROM flyway_schema_history
             WHERE success AND version IS NOT NULL
             ORDER BY installed_rank DESC LIMIT 1
            """;

    private Schema() {}

    /** The newest migration that this build knows. A method: a constant would stay in classes that are not compiled again. */
    public static String version() {
        return "6";
    }

    /**
     * Brings a database to {@link #version()}; does nothing if it is there already.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
     * @return how many migrations were applied
     * @throws org.flywaydb.core.api.FlywayException if a migration fails or an applied one was changed
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        return configuration(jdbcUrl, user, password).load().migrate().migrationsExecuted;
    }

    private static FluentConfiguration configuration(String jdbcUrl, String user, String password) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(jdbcUrl, user, password)
                .locations("classpath:db/migration")
                .connectRetries(30)
                .connectRetriesInterval(2)
                .validateMigrationNaming(true)
                .cleanDisabled(true);
    }
}
