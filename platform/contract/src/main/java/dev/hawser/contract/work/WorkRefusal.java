package dev.hawser.contract.work;

import java.util.Optional;

/**
 * Body of an agent's definite refusal of a request through the tunnel.
 *
 * @param code a {@link dev.hawser.contract.error.RpcCode#text()} or {@link dev.hawser.contract.error.RunErrorCode#text()}
 * @param message for people
 * @param freeSlots how many runs the agent could start now, with {@code busy}
 */
public record WorkRefusal(String code, String message, Optional<Integer> freeSlots) {}
