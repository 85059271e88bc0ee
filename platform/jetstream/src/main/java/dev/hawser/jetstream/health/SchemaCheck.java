package dev.hawser.jetstream.health;

import dev.hawser.database.Schema;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready when the database has the schema version that this build needs. The migration job applies it, services never do
 * (design 10). Once seen, the version is not asked for again.
 */
@Readiness
@ApplicationScoped
public class SchemaCheck implements AsyncHealthCheck {

    private static final Logger LOG = Logger.getLogger(SchemaCheck.class);
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final String UNKNOWN = "unknown";

    private final Pool pool;
    private final AtomicBoolean current = new AtomicBoolean();

    public SchemaCheck(Pool pool) {
        this.pool = pool;
    }

    void start(@Observes StartupEvent event) {
        version().subscribe().with(this::log, failure -> LOG.error("the schema check failed", failure));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return version()
                .map(found -> HealthCheckResponse.named("schema")
                        .withData("version", found)
                        .withData("needed", Schema.version())
                        .status(found.equals(Schema.version()))
                        .build());
    }

    private Uni<String> version() {
        if (current.get()) {
            return Uni.createFrom().item(Schema.version());
        }
        return pool.query(Schema.VERSION_SQL)
                .execute()
                .map(SchemaCheck::version)
                .ifNoItem()
                .after(BOUND)
                .recoverWithItem(UNKNOWN)
                .onFailure()
                .invoke(e -> LOG.debugf("no schema version: %s", e.getMessage()))
                .onFailure()
                .recoverWithItem(UNKNOWN)
                .invoke(found -> current.set(found.equals(Schema.version())));
    }

    private void log(String found) {
        if (found.equals(UNKNOWN)) {
            LOG.warn(
                    "no version of the schema: Postgres does not answer, or the migration job has not run; not ready yet");
        } else if (!found.equals(Schema.version())) {
            LOG.errorf(
                    "the schema has version %s and this build needs %s: run the migration job; not ready until then",
                    found, Schema.version());
        }
    }

    private static String version(RowSet<Row> rows) {
        var row = rows.iterator();
        return row.hasNext() ? row.next().getString("version") : UNKNOWN;
    }
}
