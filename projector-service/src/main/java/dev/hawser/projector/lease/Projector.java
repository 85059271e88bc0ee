package dev.hawser.projector.lease;

import dev.hawser.jetstream.catalogue.CatalogueCheck;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.lease.LeaseStore;
import dev.hawser.projector.lead.Leading;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/** This pod's part in the election, from the moment that the streams exist until the pod stops. */
@ApplicationScoped
public class Projector {

    private static final Logger LOG = Logger.getLogger(Projector.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(4);

    private final CatalogueCheck catalogue;
    private final NatsConnections core;
    private final Election election;

    Projector(
            CatalogueCheck catalogue,
            @Core NatsConnections core,
            LeaseStore store,
            Leading leading,
            LeaseConfig config,
            Pod pod) {
        this.catalogue = catalogue;
        this.core = core;
        this.election = new Election(
                store, leading, config, pod, UUID.randomUUID().toString(), Infrastructure.getDefaultWorkerPool());
    }

    void start(@Observes StartupEvent event) {
        core.listen(new NatsConnectionListener() {
            @Override
            public void connected() {
                election.checkSoon();
            }

            @Override
            public void replaced() {
                election.checkSoon();
            }
        });
        catalogue
                .await()
                .subscribe()
                .with(ready -> election.start(), failure -> LOG.error("the wait for the streams has ended", failure));
    }

    /** Before the connections close: others take over at once. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        election.stop()
                .ifNoItem()
                .after(STOP_PATIENCE)
                .recoverWithItem(() -> null)
                .onFailure()
                .invoke(failure -> LOG.warn("the projector did not stop in order", failure))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
    }

    /** This pod's part. */
    public Election election() {
        return election;
    }
}
