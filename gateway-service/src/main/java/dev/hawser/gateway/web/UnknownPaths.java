package dev.hawser.gateway.web;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What no route took, and what a route outside the REST layer failed with, is a problem document as well. */
@ApplicationScoped
class UnknownPaths {

    void register(@Observes Router router) {
        router.route().last().handler(UnknownPaths::notFound);
        router.route().failureHandler(context -> ProblemWriter.write(context, failureOf(context)));
    }

    private static void notFound(RoutingContext context) {
        ProblemWriter.write(context, ProblemException.of(ProblemCode.NOT_FOUND, "There is nothing at this path."));
    }

    private static Throwable failureOf(RoutingContext context) {
        Throwable failure = context.failure();
        return failure != null ? failure : ProblemWriter.ofStatus(context.statusCode());
    }
}
