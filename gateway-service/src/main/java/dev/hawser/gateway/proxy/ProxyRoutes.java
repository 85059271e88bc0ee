package dev.hawser.gateway.proxy;

import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.link.LinkAccess;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.gateway.web.BodyLimit;
import dev.hawser.gateway.web.FilterOrder;
import dev.hawser.tunnel.TunnelClient;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * {@code /api/links/{link}/proxy/{upstream}/…}, any method. Filters instead of routes: they come before everything that
 * would count or read a body.
 */
@ApplicationScoped
class ProxyRoutes {

    private static final String PATH = ProxyPath.class.getName();
    private static final int PERMANENT_REDIRECT = 308;

    private final Exchanges exchanges;

    ProxyRoutes(Vertx vertx, TunnelClient tunnel, LinkAccess access, ProxySlots slots, ProxyConfig config) {
        this.exchanges = new Exchanges(vertx, tunnel, access, slots, config);
    }

    /** What every exchange needs. */
    record Exchanges(Vertx vertx, TunnelClient tunnel, LinkAccess access, ProxySlots slots, ProxyConfig config) {}

    void register(@Observes Filters filters) {
        filters.register(ProxyRoutes::hold, FilterOrder.STREAMED_BODIES);
        filters.register(this::proxy, FilterOrder.PROXY);
    }

    /** Holds the body back until somebody reads it, and lifts the limit of those that are read into memory. */
    private static void hold(RoutingContext context) {
        Optional<ProxyPath> path = ProxyPath.of(context.request());
        if (path.isPresent()) {
            context.put(PATH, path.get());
            context.request().pause();
            context.addEndHandler(ended -> letGo(context.request()));
            BodyLimit.lift(context);
        }
        context.next();
    }

    /** Else a refusal would block the connection; a request that was read, or whose stream is gone, takes no such call. */
    private static void letGo(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    private void proxy(RoutingContext context) {
        ProxyPath path = context.get(PATH);
        if (path == null) {
            context.next();
            return;
        }
        try {
            serve(context, path);
        } catch (ProblemException e) {
            ProblemWriter.write(context, e);
        }
    }

    private void serve(RoutingContext context, ProxyPath path) {
        var person = Caller.person(context);
        HttpMethod method = context.request().method();
        if (path.rest().isEmpty() && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
            context.response()
                    .setStatusCode(PERMANENT_REDIRECT) // so that relative places on the page are below the upstream
                    .putHeader("Location", path.prefix() + '/' + path.query())
                    .end();
            return;
        }
        new ProxiedExchange(exchanges, context, path, person).start();
    }
}
