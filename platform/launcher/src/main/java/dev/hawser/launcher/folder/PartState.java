package dev.hawser.launcher.folder;

import dev.hawser.localstack.process.ProcessIdentity;
import java.util.Optional;

/**
 * One process of a stack.
 *
 * @param name such as {@code gateway}; also the name of its log
 * @param condition how it is
 * @param process the running process, if there is one
 * @param restarts how often it had to be started again
 * @param message why it is not ready
 */
public record PartState(
        String name, Condition condition, Optional<ProcessIdentity> process, int restarts, Optional<String> message) {

    /** How a part is. */
    public enum Condition {
        WAITING,
        STARTING,
        READY,
        RESTARTING,
        STOPPED
    }
}
