package dev.hawser.dispatch.rpc;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.rpc.RpcError;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to a request: its code and its body. */
public record RpcAnswer(RpcCode code, Object body) {

    /** Done. */
    public static RpcAnswer ok(Object body) {
        return new RpcAnswer(RpcCode.OK, body);
    }

    /** A refusal that stays as it is. */
    public static RpcAnswer refused(RpcCode code, @Nullable String message) {
        return new RpcAnswer(
                code, new RpcError(code.text(), String.valueOf(message), Optional.empty(), Optional.empty()));
    }

    /** A refusal that may be gone after a while. */
    public static RpcAnswer later(RpcCode code, @Nullable String message, Duration retryAfter) {
        return new RpcAnswer(
                code,
                new RpcError(
                        code.text(), String.valueOf(message), Optional.of(retryAfter.toMillis()), Optional.empty()));
    }

    /** Records before this one are missing. */
    public static RpcAnswer gap(long expected) {
        return new RpcAnswer(
                RpcCode.GAP,
                new RpcError(RpcCode.GAP.text(), "records are missing", Optional.empty(), Optional.of(expected)));
    }
}
