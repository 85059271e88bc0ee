package dev.hawser.contract.rpc;

import java.util.Optional;

/**
 * The body of a refusal.
 *
 * @param code {@link dev.hawser.contract.error.RpcCode#text()}
 * @param message for people
 * @param retryAfterMs when to try again, in milliseconds
 * @param expected the seq that the log expects next
 */
public record RpcError(String code, String message, Optional<Long> retryAfterMs, Optional<Long> expected) {}
