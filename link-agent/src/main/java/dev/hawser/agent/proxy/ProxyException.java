package dev.hawser.agent.proxy;

import dev.hawser.contract.error.ProblemCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request cannot be carried to its upstream; the message may be told to whoever asked. */
final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    ProxyException(ProblemCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    ProxyException(ProblemCode code, String message) {
        this(code, message, null);
    }

    ProblemCode code() {
        return code;
    }
}
