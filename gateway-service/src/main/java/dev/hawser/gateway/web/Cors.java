package dev.hawser.gateway.web;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of other sites call the API with a token, if their origins are configured; never with a cookie. Without that no
 * page of another site reads an answer.
 */
@ApplicationScoped
class Cors {

    private static final String API = "/api/";
    private static final int SECONDS_TO_REMEMBER = 600;
    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final Set<String> HEADERS = Set.of("Authorization", "Content-Type", "Last-Event-ID");

    private final List<String> origins;

    Cors(WebConfig config) {
        this.origins = config.corsOrigins().orElse(List.of()).stream()
                .map(URI::toString)
                .toList();
    }

    void register(@Observes Filters filters) {
        if (origins.isEmpty()) {
            return;
        }
        CorsHandler handler = CorsHandler.create()
                .addOrigins(origins)
                .allowedMethods(METHODS)
                .allowedHeaders(HEADERS)
                .exposedHeader(HttpHeaders.RETRY_AFTER.toString())
                .allowCredentials(false)
                .maxAgeSeconds(SECONDS_TO_REMEMBER);
        filters.register(context -> pass(context, handler), FilterOrder.CORS);
    }

    private void pass(RoutingContext context, CorsHandler handler) {
        if (!concerns(context)) {
            context.next();
        } else if (origins.contains(context.request().getHeader(HttpHeaders.ORIGIN))) {
            handler.handle(context);
        } else {
            ProblemWriter.write(
                    context, ProblemException.of(ProblemCode.FORBIDDEN, "Pages of this origin may not call the API."));
        }
    }

    private static boolean concerns(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        HostAndPort host = context.request().authority();
        return origin != null
                && context.normalizedPath().startsWith(API)
                && (host == null || !origin.endsWith("//" + host));
    }
}
