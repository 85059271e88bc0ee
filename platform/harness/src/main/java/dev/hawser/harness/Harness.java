package dev.hawser.harness;

import dev.hawser.contract.work.WorkItem;

/** What actually produces the output of a run. Thread-safe: it may execute several runs at a time. */
public interface Harness {

    /**
     * Starts to answer a work item and returns at once.
     *
     * @param sink takes the output; it slows the harness down when it has no room
     */
    HarnessRun start(WorkItem item, HarnessSink sink);
}
