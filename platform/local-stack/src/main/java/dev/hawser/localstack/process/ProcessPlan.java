package dev.hawser.localstack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a child process.
 *
 * @param name what it is called in messages
 * @param wrapper a command that executes the rest of its arguments, empty for none
 * @param command program and arguments
 * @param folder its working folder
 * @param environment settings added to the environment of this process
 * @param log the file that gets its output, appended
 * @param deathSignal what it gets when this process dies without stopping it (Linux)
 */
public record ProcessPlan(
        String name,
        List<String> wrapper,
        List<String> command,
        Path folder,
        Map<String, String> environment,
        Path log,
        Signal deathSignal) {

    public ProcessPlan {
        wrapper = List.copyOf(wrapper);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A plan without a wrapper whose process gets TERM when this process dies. */
    public static ProcessPlan of(
            String name, List<String> command, Path folder, Map<String, String> environment, Path log) {
        return new ProcessPlan(name, List.of(), command, folder, environment, log, Signal.TERM);
    }
}
