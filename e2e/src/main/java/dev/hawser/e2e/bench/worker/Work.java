package dev.hawser.e2e.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;

/** What a worker process can do. Orders come one after the other. */
public interface Work extends AutoCloseable {

    /** Does what the field {@code do} names, and gives its figures. */
    JsonNode run(JsonNode order) throws Exception;

    @Override
    void close();

    /** Makes the work of a process that was started with these settings. It has a constructor without parameters. */
    interface Kind {
        Work start(JsonNode settings) throws Exception;
    }
}
