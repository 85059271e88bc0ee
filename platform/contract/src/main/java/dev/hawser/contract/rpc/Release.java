package dev.hawser.contract.rpc;

import java.util.Optional;

/**
 * An agent gives an attempt up.
 *
 * @param reason a {@link dev.hawser.contract.error.RunErrorCode#text()}
 */
public record Release(String runId, long fence, String reason, Optional<Long> retryAfterMs) {}
