package dev.hawser.harness;

import dev.hawser.contract.error.RunErrorCode;

/** How the execution of a harness ended. */
public sealed interface HarnessEnd {

    /** It answered. */
    record Succeeded() implements HarnessEnd {}

    /**
     * It could not answer.
     *
     * @param text for people
     */
    record Failed(RunErrorCode code, String text) implements HarnessEnd {}

    /** It was stopped before it was done. */
    record Cancelled() implements HarnessEnd {}
}
