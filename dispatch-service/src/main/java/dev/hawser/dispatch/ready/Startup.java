package dev.hawser.dispatch.ready;

import dev.hawser.database.Schema;
import dev.hawser.jetstream.catalogue.CatalogueInstaller;
import dev.hawser.jetstream.connection.Links;
import dev.hawser.tunnel.connection.NatsConnections;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Brings the pod to work: waits for the schema and account LINKS, applies the catalogue of JetStream streams, rehearses a
 * run, and only then lets requests, commands and sweeps begin. Postgres and NATS may come later than the pod.
 */
@ApplicationScoped
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

    private final Pool pool;
    private final CatalogueInstaller catalogue;
    private final NatsConnections links;
    private final PodState state;
    private final Event<PodReady> ready;
    private final Rehearsals rehearsals;

    Startup(
            Pool pool,
            CatalogueInstaller catalogue,
            @Links NatsConnections links,
            PodState state,
            Event<PodReady> ready,
            Rehearsals rehearsals) {
        this.pool = pool;
        this.catalogue = catalogue;
        this.links = links;
        this.state = state;
        this.ready = ready;
        this.rehearsals = rehearsals;
    }

    void start(@Observes StartupEvent event) {
        untilDone(schema().chain(this::connected))
                .chain(catalogue::apply)
                .chain(() -> untilDone(rehearsals.rehearse()))
                .subscribe()
                .with(done -> begin(), failure -> LOG.error("the pod cannot begin to work", failure));
    }

    private static Uni<Void> untilDone(Uni<Void> step) {
        return step.onFailure()
                .invoke(failure -> LOG.infof("not ready yet: %s", failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .indefinitely();
    }

    private Uni<Void> schema() {
        return pool.query(Schema.VERSION_SQL).execute().map(rows -> {
            var row = rows.iterator();
            String version = row.hasNext() ? row.next().getString("version") : "none";
            if (!version.equals(Schema.version())) {
                throw new IllegalStateException("the schema has version " + version + ", not " + Schema.version());
            }
            return null;
        });
    }

    private Uni<Void> connected() {
        return links.connected()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new IllegalStateException("no connection to NATS account LINKS"));
    }

    private void begin() {
        if (state.work()) {
            ready.fire(new PodReady());
            LOG.info("dispatch works");
        }
    }
}
