package dev.hawser.harness.command;

import java.util.ArrayList;
import java.util.List;

/** Programs that an agent which died could not stop. */
public final class LeftBehind {

    private LeftBehind() {}

    /**
     * Ends at once what is left of a run's program. Knows the programs by a variable of their environment, thus on
     * Linux only.
     *
     * @return how many processes it ended
     */
    public static int kill(String runId) {
        List<ProcessHandle> left = new ArrayList<>();
        for (ProcessHandle process : ProcFiles.withVariable(CommandEnvironment.RUN_ID, runId)) {
            process.descendants().forEach(left::add);
            left.add(process);
        }
        left.forEach(ProcessHandle::destroyForcibly);
        return left.size();
    }
}
