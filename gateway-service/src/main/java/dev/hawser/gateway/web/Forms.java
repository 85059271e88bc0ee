package dev.hawser.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Reads forms of routes that are served without the REST layer. */
public final class Forms {

    private Forms() {}

    /** The fields of the form that a page sent. */
    public static Uni<MultiMap> read(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.setExpectMultipart(true);
        request.resume(); // Quarkus hands requests over paused
        return Uni.createFrom()
                .completionStage(() -> request.end().toCompletionStage())
                .map(end -> request.formAttributes());
    }
}
