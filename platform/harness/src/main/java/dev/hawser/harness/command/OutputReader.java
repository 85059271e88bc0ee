package dev.hawser.harness.command;

import dev.hawser.harness.HarnessSink;
import java.io.IOException;
import java.io.InputStream;

/** Passes a program's standard output on, until its end. */
interface OutputReader {

    /** Bytes asked for at once; what a pipe holds on Linux. */
    int BUFFER_BYTES = 64 * 1024;

    /** Reads until the end; blocks as long as the sink has no room. */
    void copy(InputStream from, HarnessSink to) throws IOException, InterruptedException;

    /** The reader for a kind of output. */
    static OutputReader of(CommandSpec.Output output) {
        return switch (output) {
            case TEXT -> new TextReader();
            case NDJSON -> new NdjsonReader();
        };
    }
}
