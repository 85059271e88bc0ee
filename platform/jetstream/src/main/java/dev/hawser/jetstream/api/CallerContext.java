package dev.hawser.jetstream.api;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Brings results from the threads of the NATS client back to the Vert.x context of whoever asked, if there is one. */
final class CallerContext {

    private CallerContext() {}

    static <T> Uni<T> resumed(Uni<T> result) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            return context == null ? result : result.emitOn(command -> context.runOnContext(ignored -> command.run()));
        });
    }
}
