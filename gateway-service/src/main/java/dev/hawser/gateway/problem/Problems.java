package dev.hawser.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.jetstream.api.JetStreamErrorException;
import dev.hawser.jetstream.api.JetStreamUnavailableException;
import dev.hawser.jetstream.publish.StreamFullException;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.connection.NatsRequestException;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.json.DecodeException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Which refusal a failure is: the one place that decides it. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int SERVER_ERROR = 500;
    private static final String NO_CONNECTION = "Timeout waiting for connection";

    private Problems() {}

    /** The refusal for a failure of a request. Logs what is a fault of ours. */
    static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException known -> logged(known);
            case WebApplicationException framework -> ofFramework(framework);
            case JsonProcessingException malformed -> malformed(malformed);
            case MalformedJsonException malformed -> malformed(malformed);
            case DecodeException malformed -> malformed(malformed);
            case PgException refused -> ofPostgres(refused);
            case ClosedConnectionException away -> unavailable(away);
            case VertxException busy when isPoolBusy(busy) -> unavailable(busy);
            case JetStreamUnavailableException away -> unavailable(away);
            case JetStreamErrorException refused -> unavailable(refused);
            case StreamFullException full -> full(full);
            case TunnelException tunnel -> TunnelProblems.of(tunnel);
            case NatsUnavailableException away -> unavailable(away);
            case NatsRequestException away -> unavailable(away);
            case TimeoutException away -> unavailable(away);
            case IOException away -> unavailable(away);
            default -> internal(failure);
        };
    }

    /** The refusal for a status that a lower layer chose. */
    static ProblemException ofStatus(int status) {
        return switch (status) {
            case 400 -> ProblemException.of(ProblemCode.MALFORMED, "The request cannot be read.");
            case 401 -> ProblemException.of(ProblemCode.UNAUTHENTICATED, "Send a token, or sign in.");
            case 403 -> ProblemException.of(ProblemCode.FORBIDDEN, "That is not allowed.");
            case 404 -> ProblemException.of(ProblemCode.NOT_FOUND, "There is nothing at this path.");
            case 405 -> ProblemException.of(ProblemCode.METHOD_NOT_ALLOWED, "This path knows other methods.");
            case 406 -> ProblemException.of(ProblemCode.NOT_ACCEPTABLE, "Accept application/json.");
            case 413 -> ProblemException.of(ProblemCode.TOO_LARGE, "The body is too large.");
            case 415 -> ProblemException.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
            case 503 -> ProblemException.unavailable("Try again in a moment.", null);
            default ->
                status < SERVER_ERROR
                        ? ProblemException.of(ProblemCode.INVALID, "The request cannot be served.")
                        : ProblemException.of(ProblemCode.INTERNAL, "The request failed; it is in our log.");
        };
    }

    private static ProblemException ofFramework(WebApplicationException framework) {
        Throwable cause = framework.getCause();
        if (cause instanceof JsonProcessingException malformed) {
            return malformed(malformed);
        }
        int status = framework.getResponse().getStatus();
        if (status >= SERVER_ERROR) {
            LOG.error("a request failed", framework);
        }
        return ofStatus(status);
    }

    private static ProblemException malformed(Throwable cause) {
        if (cause.getCause() instanceof ProblemException known) {
            return known;
        }
        return cause instanceof JsonProcessingException json
                ? ProblemException.malformed(json)
                : ProblemException.malformed(BodyShape.shortened(
                        Optional.ofNullable(cause.getMessage()).orElse("it is no JSON")));
    }

    private static ProblemException ofPostgres(PgException refused) {
        String state = Optional.ofNullable(refused.getSqlState()).orElse("");
        // 08 connection, 53 resources, 57 operator intervention, 55P03 lock timeout, 40 transaction rollback
        boolean passing = state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("40")
                || "55P03".equals(state);
        return passing ? unavailable(refused) : internal(refused);
    }

    /** No connection became free in time, for which the library has no type of its own, or too many wait for one. */
    private static boolean isPoolBusy(VertxException failure) {
        return failure instanceof ConnectionPoolTooBusyException || NO_CONNECTION.equals(failure.getMessage());
    }

    private static ProblemException unavailable(Throwable cause) {
        LOG.warnf("a store is away: %s", cause.toString());
        return ProblemException.unavailable("A store is away; try again in a moment.", cause);
    }

    /** Nothing is dropped to make room: the client waits until dispatch has carried out what is stored. */
    private static ProblemException full(Throwable cause) {
        LOG.errorf("a JetStream stream is full: %s", cause.getMessage());
        return ProblemException.retryAfter(
                ProblemCode.UNAVAILABLE, "There is no room for it at the moment.", Duration.ofSeconds(5));
    }

    private static ProblemException internal(Throwable failure) {
        LOG.error("a request failed", failure);
        return ProblemException.of(ProblemCode.INTERNAL, "The request failed; it is in our log.");
    }

    private static ProblemException logged(ProblemException known) {
        if (known.getCause() != null) {
            LOG.warnf("%s: %s", known.code().text(), known.getCause().toString());
        }
        return known;
    }
}
