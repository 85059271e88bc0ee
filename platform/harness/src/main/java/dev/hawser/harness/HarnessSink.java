package dev.hawser.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Takes the output of one execution. Called by one thread at a time.
 *
 * <p>Output is taken in order. {@link #text(String)} and {@link #chunk(ObjectNode)} block while there is no room, which
 * is the back-pressure that a harness must pass on to what it reads from.
 */
public interface HarnessSink {

    /**
     * Takes the next piece of the answer's text; the sink adds what marks the beginning and the end of a text.
     *
     * @throws HarnessFailureException if the output cannot be taken, now or later: the harness ends with this failure
     * @throws SinkClosedException if nobody wants the output any more: the harness ends as cancelled
     */
    void text(String delta) throws InterruptedException;

    /**
     * Takes one UI-message chunk as it is; the object must not be changed any more.
     *
     * @throws HarnessFailureException if the output cannot be taken, now or later: the harness ends with this failure
     * @throws SinkClosedException if nobody wants the output any more: the harness ends as cancelled
     */
    void chunk(ObjectNode chunk) throws InterruptedException;

    /** Takes one line for the log of the run, which stays on this machine. Never blocks for room; thread-safe. */
    void log(String line);
}
