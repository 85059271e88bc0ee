package dev.hawser.gateway.web;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses a body by its announced length, before a byte of it is read; the HTTP server counts all others. */
@ApplicationScoped
public class BodyLimit {

    private static final String LIFTED = BodyLimit.class.getName();
    private static final String CHAT = "/api/chat";

    private final long maxBytes;
    private final long maxChatBytes;

    BodyLimit(WebConfig config) {
        this.maxBytes = config.maxBody().asLongValue();
        this.maxChatBytes = config.maxChatBody().asLongValue();
    }

    /** This body is not read into memory: it may be as long as it likes. */
    public static void lift(RoutingContext context) {
        context.put(LIFTED, true);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.BODY_LIMIT);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean limited = context.get(LIFTED) == null;
        long limit = context.normalizedPath().equals(CHAT) ? maxChatBytes : maxBytes;
        if (limited && length != null && isLonger(length, limit)) {
            ProblemWriter.write(
                    context, ProblemException.of(ProblemCode.TOO_LARGE, "A body has at most " + limit + " bytes."));
            return;
        }
        context.next();
    }

    private static boolean isLonger(String length, long limit) {
        try {
            return Long.parseLong(length) > limit;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
