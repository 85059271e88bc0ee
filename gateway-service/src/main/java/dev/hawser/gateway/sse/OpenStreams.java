package dev.hawser.gateway.sse;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.identity.AccessCheck;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The server-sent responses of this pod: nobody takes too many, none outlives its credential by much, and all of them
 * end when the pod goes away, so that their clients come back to another one.
 */
@ApplicationScoped
public class OpenStreams {

    private static final Logger LOG = Logger.getLogger(OpenStreams.class);
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final SseConfig config;
    private final AccessCheck access;
    private final Context context;
    private final OwnerSlots slots;
    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    OpenStreams(Vertx vertx, SseConfig config, AccessCheck access, MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.access = access;
        this.context = vertx.getOrCreateContext();
        this.slots = new OwnerSlots(config.perOwner());
        Gauge.builder("hawser.sse.open", places, Set::size)
                .description("responses of server-sent events that are open")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.accessCheck().toMillis(), timer -> context.runOnContext(nothing -> checkAccess()));
    }

    /** Clients of a pod that goes away come back, with their cursors, to another one. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        places.forEach(Place::leave);
    }

    /**
     * Takes a place for an exchange of a person; it is free again when the exchange ends.
     *
     * @throws ProblemException {@code limit_reached} if the owner has no place left, {@code unavailable} while this pod
     *     stops
     */
    public Place enter(RoutingContext exchange) {
        Principal.Person person = Caller.person(exchange);
        if (stopping) {
            throw ProblemException.unavailable("This pod stops; another one serves you.", null);
        }
        if (!slots.take(person.owner())) {
            throw ProblemException.retryAfter(
                    ProblemCode.LIMIT_REACHED,
                    "An owner has at most " + slots.limit() + " tails and watches open.",
                    COME_BACK);
        }
        var place = new Place(vertx, exchange, person, config.keepalive());
        places.add(place);
        exchange.addEndHandler(ended -> {
            if (places.remove(place)) {
                slots.free(person.owner());
            }
        });
        return place;
    }

    /** How many an owner has open. */
    public int open(String owner) {
        return slots.open(owner);
    }

    /** How many are open. */
    public int open() {
        return places.size();
    }

    private void checkAccess() {
        if (places.isEmpty()) {
            return;
        }
        Set<String> credentials =
                places.stream().map(place -> place.person().by().id()).collect(Collectors.toSet());
        access.ended(credentials)
                .subscribe()
                .with(this::endThoseOf, failure -> LOG.debugf("credentials cannot be asked after: %s", failure));
    }

    private void endThoseOf(Set<String> ended) {
        places.stream()
                .filter(place -> ended.contains(place.person().by().id()))
                .forEach(Place::leave);
    }
}
