package dev.hawser.gateway.tail;

import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.gateway.sse.OpenStreams;
import dev.hawser.gateway.sse.Place;
import dev.hawser.jetstream.log.RunLog;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Serves tails: raw responses, since every byte and its back-pressure matters here (design 03 §5). */
@ApplicationScoped
public class Tails {

    private static final int NO_CONTENT = 204;

    private final TailSources sources;
    private final TailPlanner planner;
    private final OpenStreams streams;

    Tails(
            Vertx vertx,
            RunLog log,
            RunFeeds feeds,
            TailRepository answers,
            TailPlanner planner,
            OpenStreams streams,
            TailMetrics metrics,
            TailConfig config) {
        this.sources = new TailSources(vertx, log, feeds, answers, metrics, config.patience());
        this.planner = planner;
        this.streams = streams;
    }

    /** Does something that causes a run, then tells that run whole; the exchange has its place before it is done. */
    public void tellCausedRun(RoutingContext exchange, Function<Principal.Person, Uni<String>> cause) {
        serve(
                exchange,
                person -> cause.apply(person)
                        .chain(run -> planner.ofRun(person, run, Optional.empty()))
                        .map(Tails::caused));
    }

    /** Tells what a thread answers now; 204 if that is nothing, or if there is no such thread. */
    public void tellThread(RoutingContext exchange, Function<Principal.Person, Uni<Optional<String>>> thread) {
        serve(
                exchange,
                person -> thread.apply(person)
                        .chain(found -> found.map(id -> planner.ofThread(person, id, cursor(exchange)))
                                .orElseGet(() -> Uni.createFrom().item(new TailPlan.Idle()))));
    }

    /** Serves what the plan says; a failure of it is written as a problem. */
    void serve(RoutingContext exchange, Function<Principal.Person, Uni<TailPlan>> plan) {
        Place place = streams.enter(exchange);
        Uni.createFrom()
                .deferred(() -> plan.apply(place.person()))
                .emitOn(command -> place.context().runOnContext(nothing -> command.run()))
                .subscribe()
                .with(decided -> serve(place, decided), failure -> ProblemWriter.write(exchange, failure));
    }

    /** What the client has seen; one that we never gave counts as none. */
    static Optional<Cursor> cursor(RoutingContext exchange) {
        String header = exchange.request().getHeader("Last-Event-ID");
        return Cursor.parse(header != null ? header : exchange.request().getParam("lastEventId"));
    }

    private void serve(Place place, TailPlan plan) {
        RoutingContext exchange = place.exchange();
        if (exchange.response().closed()) {
            return;
        }
        switch (plan) {
            case TailPlan.Idle() ->
                exchange.response().setStatusCode(NO_CONTENT).end();
            case TailPlan.Unknown() -> ProblemWriter.write(exchange, ProblemException.notFound("run"));
            case TailPlan.Serve(TailRun run, Optional<Cursor> cursor) ->
                new Viewer(
                        sources,
                        place.context(),
                        run,
                        cursor,
                        (drained, closed) -> place.open(headers(run), drained, closed));
        }
    }

    private static Map<String, String> headers(TailRun run) {
        return Map.of("x-vercel-ai-ui-message-stream", "v1", "X-Hawser-Run", run.id());
    }

    /** What was accepted is never unknown: it is still on its way. */
    private static TailPlan caused(TailPlan plan) {
        if (plan instanceof TailPlan.Unknown) {
            throw ProblemException.unavailable("The message is stored and not carried out yet; send it again.", null);
        }
        return plan;
    }
}
