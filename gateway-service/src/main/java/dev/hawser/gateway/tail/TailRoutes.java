package dev.hawser.gateway.tail;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.thread.ThreadId;
import dev.hawser.gateway.thread.ThreadRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The tails of threads and runs. */
@ApplicationScoped
class TailRoutes {

    private final Tails tails;
    private final TailPlanner planner;
    private final ThreadRepository threads;

    TailRoutes(Tails tails, TailPlanner planner, ThreadRepository threads) {
        this.tails = tails;
        this.planner = planner;
        this.threads = threads;
    }

    void register(@Observes Router router) {
        router.get("/api/threads/:thread/stream").handler(this::thread);
        router.get("/api/threads/:thread/attach").handler(this::thread);
        router.get("/api/runs/:run/stream").handler(this::run);
    }

    private void thread(RoutingContext exchange) {
        tails.serve(exchange, person -> {
            String thread = ThreadId.of(person.owner(), parameter(exchange, "thread"));
            return threads.queuedRuns(person, thread)
                    .chain(found -> found.isPresent()
                            ? planner.ofThread(person, thread, Tails.cursor(exchange))
                            : Uni.createFrom().failure(ProblemException.notFound("thread")));
        });
    }

    private void run(RoutingContext exchange) {
        tails.serve(exchange, person -> runPlan(person, exchange));
    }

    private Uni<TailPlan> runPlan(Principal.Person person, RoutingContext exchange) {
        String run = parameter(exchange, "run");
        return Ids.isValid(IdPrefix.RUN, run)
                ? planner.ofRun(person, run, Tails.cursor(exchange))
                : Uni.createFrom().item(new TailPlan.Unknown());
    }

    private static String parameter(RoutingContext exchange, String name) {
        return String.valueOf(exchange.pathParam(name));
    }
}
