package dev.hawser.gateway.web;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Reads the body of an exchange that the REST layer does not see, and counts it. */
public final class RequestBody {

    private RequestBody() {}

    /** The whole body; fails with {@code too_large} as soon as it has more bytes. */
    public static Uni<Buffer> read(RoutingContext exchange, long maxBytes) {
        return Uni.createFrom().emitter(emitter -> {
            HttpServerRequest request = exchange.request();
            Buffer body = Buffer.buffer();
            request.exceptionHandler(emitter::fail);
            request.endHandler(end -> emitter.complete(body));
            request.handler(piece -> {
                if (body.length() + piece.length() > maxBytes) {
                    request.handler(ignored -> {
                        // What comes still is read, so that the refusal can be.
                    });
                    emitter.fail(
                            ProblemException.of(ProblemCode.TOO_LARGE, "A body has at most " + maxBytes + " bytes."));
                    return;
                }
                body.appendBuffer(piece);
            });
        });
    }
}
