package dev.hawser.dispatch.log;

import dev.hawser.dispatch.run.RunRow;

/** The answers to "may the holder of this fence append?". */
public sealed interface Access {

    /** Its claim is in the log; appends go behind {@code open.end()}. */
    record Open(OpenRun open) implements Access {}

    /** The last record is an {@code end}, which the row says by now, too. */
    record Ended(RunRow row, LogEnd end) implements Access {}

    /** The row has another fence, or a state in which nothing may be written. */
    record Closed(RunRow row) implements Access {}

    /** There is no such run. */
    record Missing() implements Access {}
}
