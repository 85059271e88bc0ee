package dev.hawser.jetstream.lease;

/** What a watcher of the bucket is told. */
public sealed interface LeaseEvent {

    /** The watch starts, or starts again after a loss: forget what you know, the entries that exist follow. */
    record Restarted() implements LeaseEvent {}

    /** An entry was created or renewed. */
    record Held(Lease lease) implements LeaseEvent {}

    /**
     * An entry was released or has expired.
     *
     * @param revision of the mark that took its place
     */
    record Gone(String key, long revision) implements LeaseEvent {}
}
