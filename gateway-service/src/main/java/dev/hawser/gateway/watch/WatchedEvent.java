package dev.hawser.gateway.watch;

/**
 * An event as watchers share it.
 *
 * @param sequence in the JetStream stream
 * @param type such as {@code run.settled}
 * @param json the {@link dev.hawser.contract.event.HawserEvent}, on one line
 */
record WatchedEvent(long sequence, String type, String json) {

    /** About what it takes in memory. */
    long bytes() {
        return json.length() + 100L;
    }
}
