package dev.hawser.gateway.tail;

import java.util.Optional;

/**
 * A run as far as tails care.
 *
 * @param state as in column {@code runs.state}
 * @param finished true once the state is terminal
 * @param durableSeq highest seq whose projection is committed
 */
record TailRun(
        String id,
        int partition,
        String state,
        boolean finished,
        long fence,
        long durableSeq,
        Optional<String> errorCode,
        Optional<String> errorText) {}
