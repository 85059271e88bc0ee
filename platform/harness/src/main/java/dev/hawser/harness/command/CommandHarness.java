package dev.hawser.harness.command;

import dev.hawser.contract.work.WorkItem;
import dev.hawser.harness.Harness;
import dev.hawser.harness.HarnessRun;
import dev.hawser.harness.HarnessSink;
import dev.hawser.harness.HarnessThread;

/**
 * Runs a program for each work item: the item is a JSON document on its standard input, its standard output is the
 * answer, its standard error goes to the run's log.
 *
 * <p>The run ends with the program: whatever the program started is stopped then, and also when the run is cancelled or
 * takes too long.
 */
public final class CommandHarness implements Harness {

    private final CommandSpec spec;

    /** A harness for one program. */
    public CommandHarness(CommandSpec spec) {
        this.spec = spec;
    }

    @Override
    public HarnessRun start(WorkItem item, HarnessSink sink) {
        return HarnessThread.start(
                "command-" + item.runId(), cancellation -> new CommandExecution(spec, item, sink).run());
    }
}
