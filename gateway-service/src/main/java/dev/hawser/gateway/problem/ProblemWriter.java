package dev.hawser.gateway.problem;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Writes refusals of routes that are served without the REST layer. */
public final class ProblemWriter {

    private static final int MILLIS = 1_000;

    private ProblemWriter() {}

    /** Ends an exchange with the refusal for a failure; cuts the connection if an answer has begun already. */
    public static void write(RoutingContext context, Throwable failure) {
        ProblemException problem = Problems.of(failure);
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        response.setStatusCode(problem.code().status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
        problem.retryAfter().ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds(wait.toMillis())));
        if (problem.code() == ProblemCode.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.code() == ProblemCode.TOO_LARGE && isHttp1(context)) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(Buffer.buffer(
                Json.bytes(ProblemDocument.of(problem.code(), problem.detail(), context.normalizedPath()))));
    }

    /** The refusal for a status that a lower layer chose. */
    public static ProblemException ofStatus(int status) {
        return Problems.ofStatus(status);
    }

    /** Later versions close streams, not connections, and know no such header. */
    private static boolean isHttp1(RoutingContext context) {
        return context.request().version() != HttpVersion.HTTP_2;
    }

    static String seconds(long millis) {
        return Long.toString(Math.max(1, (millis + MILLIS - 1) / MILLIS));
    }
}
