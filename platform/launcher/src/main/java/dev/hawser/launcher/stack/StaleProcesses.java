package dev.hawser.launcher.stack;

import dev.hawser.launcher.folder.PartState;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.localstack.process.LocalStackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends what a supervisor left behind that was killed. Only a process whose id <em>and</em> start time are those that
 * were recorded is touched: the id alone may have been given to another process since.
 */
public final class StaleProcesses {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private StaleProcesses() {}

    /** Stops the processes of a state whose supervisor is gone, the last started first, and returns their names. */
    public static List<String> stop(StackState left) {
        return stop(left, GRACE);
    }

    static List<String> stop(StackState left, Duration grace) {
        var stopped = new ArrayList<String>();
        for (PartState part : left.parts().reversed()) {
            part.process().flatMap(identity -> identity.find()).ifPresent(process -> {
                stop(process, grace);
                stopped.add(part.name());
            });
        }
        return stopped;
    }

    private static void stop(ProcessHandle process, Duration grace) {
        process.destroy();
        if (!endsWithin(grace, process)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!endsWithin(GRACE, process)) {
                throw new LocalStackException("process %d of an earlier run does not end".formatted(process.pid()));
            }
        }
    }

    private static boolean endsWithin(Duration limit, ProcessHandle process) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException failure) {
            throw new LocalStackException("cannot wait for process " + process.pid(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while stopping process " + process.pid(), interrupted);
        }
    }
}
