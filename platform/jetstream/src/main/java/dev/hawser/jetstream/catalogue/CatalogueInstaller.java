package dev.hawser.jetstream.catalogue;

import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.JetStreamApi;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Creates the JetStream streams and the bucket, and changes those that differ. Dispatch calls it at start. */
@ApplicationScoped
public class CatalogueInstaller {

    private static final Logger LOG = Logger.getLogger(CatalogueInstaller.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final JetStreamApi api;

    CatalogueInstaller(Catalogue catalogue, JetStreamApi api) {
        this.catalogue = catalogue;
        this.api = api;
    }

    /** Applies the catalogue; completes once all of it is there, however long NATS is away. Idempotent. */
    public Uni<Void> apply() {
        return Multi.createFrom()
                .items(() -> catalogue.streams().stream())
                .onItem()
                .transformToUniAndConcatenate(this::applyUntilItWorks)
                .collect()
                .last()
                .invoke(last -> LOG.info("the JetStream catalogue is applied"))
                .replaceWithVoid();
    }

    private Uni<Void> applyUntilItWorks(StreamConfig stream) {
        return apply(stream)
                .onFailure()
                .invoke(e -> LOG.warnf("stream %s is not applied yet: %s", stream.name(), e.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .indefinitely();
    }

    private Uni<Void> apply(StreamConfig stream) {
        return ServerStreams.find(api, stream.name()).chain(found -> {
            if (found.isEmpty()) {
                return api.call(ApiSubjects.streamCreate(stream.name()), stream).replaceWithVoid();
            }
            return found.get().isLike(stream)
                    ? Uni.createFrom().voidItem()
                    : api.call(ApiSubjects.streamUpdate(stream.name()), stream).replaceWithVoid();
        });
    }
}
