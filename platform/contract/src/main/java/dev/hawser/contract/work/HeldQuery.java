package dev.hawser.contract.work;

import java.util.List;

/** The attempts that dispatch asks a link about. */
public record HeldQuery(List<RunFence> runs) {

    public HeldQuery {
        runs = List.copyOf(runs);
    }
}
