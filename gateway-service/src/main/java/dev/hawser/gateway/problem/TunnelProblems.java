package dev.hawser.gateway.problem;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.tunnel.TunnelException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Which refusal a failure of the tunnel is. Its text names peers and offsets: it goes to the log, not to clients. */
final class TunnelProblems {

    private static final Logger LOG = Logger.getLogger(TunnelProblems.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private TunnelProblems() {}

    static ProblemException of(TunnelException failure) {
        LOG.debugf(
                "an exchange through the tunnel failed: %s %s", failure.code().wireName(), failure.getMessage());
        ProblemCode code = code(failure);
        return switch (failure.retry()) {
            case SAFE ->
                ProblemException.retryAfter(
                        code, code.title(), failure.retryAfter().orElse(RETRY_AFTER));
            case UNKNOWN, NEVER -> ProblemException.of(code, code.title());
        };
    }

    private static ProblemCode code(TunnelException failure) {
        return switch (failure.code()) {
            case LINK_OFFLINE -> ProblemCode.LINK_OFFLINE;
            case REFUSED, IDENTITY_UNKNOWN -> ProblemCode.REFUSED;
            case OPEN_TIMEOUT -> ProblemCode.OPEN_TIMEOUT;
            case DEADLINE -> ProblemCode.DEADLINE;
            case IDLE_TIMEOUT -> ProblemCode.IDLE_TIMEOUT;
            case PEER_LOST -> ProblemCode.PEER_LOST;
            case RESET, CANCELLED -> ProblemCode.RESET;
            case PROTOCOL_ERROR -> ProblemCode.PROTOCOL_ERROR;
        };
    }
}
