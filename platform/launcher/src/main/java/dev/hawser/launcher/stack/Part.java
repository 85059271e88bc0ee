package dev.hawser.launcher.stack;

import dev.hawser.localstack.process.ChildProcess;
import java.util.Optional;

/** One process of a stack: how it is started and stopped. */
interface Part {

    /** Its name, also of its log. */
    String name();

    /**
     * Starts it, again if it ran before, and returns when it is ready.
     *
     * @throws dev.hawser.localstack.process.LocalStackException if it does not become ready; it is stopped then
     */
    void start();

    /** Asks it to end, and ends it after a grace period. */
    void stop();

    /** The process of the latest start. */
    Optional<ChildProcess> process();
}
