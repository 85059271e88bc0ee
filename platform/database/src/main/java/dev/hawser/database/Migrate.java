package dev.hawser.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * The migration job: applies the schema and ends.
 *
 * <p>Environment: {@code HAWSER_DATABASE_URL} ({@code postgresql://host:port/database}), {@code HAWSER_DATABASE_USER},
 * {@code HAWSER_DATABASE_PASSWORD}. Exit code 0 when the schema is current, 2 when a setting is missing; any failure of
 * a migration ends it with a stack trace and code 1.
 */
public final class Migrate {

    private static final Logger LOG = System.getLogger(Migrate.class.getName());
    private static final int USAGE = 2;

    private Migrate() {}

    /** Runs the job. */
    public static void main(String[] args) {
        System.exit(run(System.getenv()));
    }

    static int run(Map<String, String> environment) {
        String url = environment.get("HAWSER_DATABASE_URL");
        String user = environment.get("HAWSER_DATABASE_USER");
        String password = environment.get("HAWSER_DATABASE_PASSWORD");
        if (url == null || user == null || password == null) {
            LOG.log(Level.ERROR, "set HAWSER_DATABASE_URL, HAWSER_DATABASE_USER and HAWSER_DATABASE_PASSWORD");
            return USAGE;
        }
        int applied = Schema.migrate("jdbc:" + url, user, password);
        LOG.log(Level.INFO, "schema is at version {0}, {1} migrations applied", Schema.version(), applied);
        return 0;
    }
}
