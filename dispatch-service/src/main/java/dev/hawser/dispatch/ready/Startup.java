package dev.hawser.dispatch.ready;

import dev.hawser.database.Schema;
import dev.hawser.jetstream.catalogue.CatalogueInstaller;
import dev.hawser.jetstream.connection.Links;
import dev.hawser.tunnel.connection.NatsConnections;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

    /** Longer than any call of it may take, also on a machine that starts many pods at once. */
    private static final Duration REHEARSAL_LIMIT = Duration.ofSeconds(20);

    private final Pool pool;
    private final CatalogueInstaller catalogue;
    private final NatsConnections links;
    private final PodState state;
    private final Event<PodReady> ready;
    private final Instance<Rehearsal> rehearsals;
    private final int connections;

    Startup(
            Pool pool,
            CatalogueInstaller catalogue,
            @Links NatsConnections links,
            PodState state,
            Event<PodReady> ready,
            @Any Instance<Rehearsal> rehearsals,
            @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections) {
        this.pool = pool;
        this.catalogue = catalogue;
        this.links = links;
        this.state = state;
        this.ready = ready;
        this.rehearsals = rehearsals;
        this.connections = connections;
    }

    void start(@Observes StartupEvent event) {
        untilDone(schema().chain(this::connected))
                .chain(catalogue::apply)
                .chain(() -> untilDone(rehearsed()))
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

    /** As many at once as there are connections to Postgres: each is opened then, and knows the statements. */
    private Uni<Void> rehearsed() {
        return Multi.createFrom()
                .range(0, connections)
                .onItem()
                .transformToUni(number -> rehearsedOnce())
                .collectFailures() // none is given up in the middle of a transaction
                .merge(connections)
                .onItem()
                .ignoreAsUni()
                .onFailure(CompositeException.class)
                .transform(failures -> failures.getCauses().getFirst());
    }

    private Uni<Void> rehearsedOnce() {
        return Multi.createFrom()
                .iterable(rehearsals)
                .onItem()
                .transformToUniAndConcatenate(rehearsal ->
                        rehearsal.rehearse().ifNoItem().after(REHEARSAL_LIMIT).failWith(Startup::tooLong))
                .onItem()
                .ignoreAsUni();
    }

    private static Throwable tooLong() {
        return new IllegalStateException("a rehearsal has not ended within " + REHEARSAL_LIMIT);
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
