package dev.hawser.jetstream.catalogue;

import dev.hawser.jetstream.api.JetStreamApi;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Compares the streams of the server with the catalogue. Every service but dispatch waits for it. */
@ApplicationScoped
public class CatalogueCheck {

    private static final Logger LOG = Logger.getLogger(CatalogueCheck.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

    private final Catalogue catalogue;
    private final JetStreamApi api;
    private final AtomicReference<List<String>> logged = new AtomicReference<>(List.of());

    CatalogueCheck(Catalogue catalogue, JetStreamApi api) {
        this.catalogue = catalogue;
        this.api = api;
    }

    /** What is missing or differs, for people; empty if all is as it must be. Fails while NATS is away. */
    public Uni<List<String>> problems() {
        return Multi.createFrom()
                .items(() -> catalogue.streams().stream())
                .onItem()
                .transformToUniAndConcatenate(this::compare)
                .onItem()
                .transformToIterable(found -> found)
                .collect()
                .asList();
    }

    /** Completes once every stream is there as it must be; says loudly what it waits for. */
    public Uni<Void> await() {
        return problems()
                .invoke(this::log)
                .onItem()
                .transformToUni(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().<Void>failure(new IllegalStateException("the catalogue is not there yet")))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .indefinitely()
                .invoke(() -> ServerFloor.log(api.nats()));
    }

    private void log(List<String> problems) {
        if (!problems.equals(logged.getAndSet(problems))) {
            problems.forEach(problem -> LOG.errorf("JetStream: %s", problem));
        }
    }

    private Uni<List<String>> compare(StreamConfig wanted) {
        return ServerStreams.find(api, wanted.name())
                .map(found -> found.map(is -> compared(is, wanted))
                        .orElseGet(() -> List.of("stream " + wanted.name() + " is missing; dispatch creates it")));
    }

    private static List<String> compared(StreamConfig is, StreamConfig wanted) {
        List<String> deviations = is.deviations(wanted);
        if (!deviations.isEmpty()) {
            LOG.warnf("JetStream: stream %s: %s", wanted.name(), String.join(", ", deviations));
        }
        return is.differences(wanted).stream()
                .map(difference -> "stream " + wanted.name() + ": " + difference)
                .toList();
    }
}
