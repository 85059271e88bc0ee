package dev.hawser.gateway.watch;

import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.gateway.sse.OpenStreams;
import dev.hawser.gateway.sse.Place;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** {@code GET /api/watch}. */
@ApplicationScoped
class WatchRoutes {

    private final WatchFeeds feeds;
    private final OpenStreams streams;

    WatchRoutes(WatchFeeds feeds, OpenStreams streams) {
        this.feeds = feeds;
        this.streams = streams;
    }

    void register(@Observes Router router) {
        router.get("/api/watch").handler(this::watch);
    }

    private void watch(RoutingContext exchange) {
        TypeFilter types = TypeFilter.parse(exchange.request().getParam("types"));
        Place place = streams.enter(exchange);
        feeds.state()
                .emitOn(command -> place.context().runOnContext(nothing -> command.run()))
                .subscribe()
                .with(state -> begin(place, state, types), failure -> ProblemWriter.write(exchange, failure));
    }

    private void begin(Place place, EventsState state, TypeFilter types) {
        if (!place.exchange().response().closed()) {
            new Watcher(feeds, place, state, types, cursor(place.exchange()));
        }
    }

    private static Optional<String> cursor(RoutingContext exchange) {
        String header = exchange.request().getHeader("Last-Event-ID");
        return Optional.ofNullable(header != null ? header : exchange.request().getParam("lastEventId"));
    }
}
