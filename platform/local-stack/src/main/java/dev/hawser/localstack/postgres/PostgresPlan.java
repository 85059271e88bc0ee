package dev.hawser.localstack.postgres;

import java.nio.file.Path;

/**
 * How to run a Postgres.
 *
 * @param folder where it keeps everything; another server must not use it
 * @param preferredPort the port of its first start if it is free, 0 for any; later starts prefer the one of before
 * @param durable false to skip every sync to the disk: faster, for data that may be lost with the machine
 * @param maxConnections how many connections it accepts
 * @param log the file that gets its log
 */
public record PostgresPlan(Path folder, int preferredPort, boolean durable, int maxConnections, Path log) {

    private static final int CONNECTIONS = 200;

    /** A server whose data matters. */
    public static PostgresPlan durable(Path folder, int preferredPort, Path log) {
        return new PostgresPlan(folder, preferredPort, true, CONNECTIONS, log);
    }

    /** A server for tests. */
    public static PostgresPlan forTests(Path folder) {
        return new PostgresPlan(folder, 0, false, CONNECTIONS, folder.resolve("postgres.log"));
    }
}
