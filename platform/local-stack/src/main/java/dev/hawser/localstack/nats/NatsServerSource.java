package dev.hawser.localstack.nats;

import java.nio.file.Path;

/** A place that nats-server can be fetched from. */
interface NatsServerSource {

    /** What it is, for people. */
    String description();

    /**
     * Fetches and verifies the program.
     *
     * @param folder an empty folder to work in; it is deleted afterwards
     * @return the program, inside the folder
     * @throws dev.hawser.localstack.process.LocalStackException if this source has none for this machine
     */
    Path fetchInto(Path folder);
}
