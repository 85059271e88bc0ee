package dev.hawser.agent.run;

import java.util.List;

/** What the agent says to a work item. */
public sealed interface WorkAnswer {

    /** It is stored and will be executed, or was before. */
    record Accepted() implements WorkAnswer {}

    /** Every slot is taken; nothing was stored. */
    record Busy(int freeSlots) implements WorkAnswer {}

    /** There is no harness of this name, only of those. */
    record UnknownHarness(String name, List<String> known) implements WorkAnswer {}

    /** A newer attempt is known, or this one is over. */
    record Fenced() implements WorkAnswer {}
}
