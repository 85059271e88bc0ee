package dev.hawser.agent.outbox;

import dev.hawser.contract.work.WorkItem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All attempts that this desktop has accepted and that are not over: a lane for each. Thread-safe. */
public final class Outbox implements AutoCloseable {

    private final OutboxStore store;
    private final OutboxLimits limits;
    private final OutboxRoom room;
    private final Function<StoredAttempt, RecordSender> senders;
    private final LaneListener listener;
    private final Map<String, RunLane> lanes = new ConcurrentHashMap<>();

    /**
     * Lanes over a database.
     *
     * @param senders makes what brings the records of an attempt to the services
     * @param listener told when a lane stops
     */
    public Outbox(
            OutboxStore store,
            OutboxLimits limits,
            Function<StoredAttempt, RecordSender> senders,
            LaneListener listener) {
        this.store = store;
        this.limits = limits;
        this.room = new OutboxRoom(limits.totalBytes());
        this.senders = senders;
        this.listener = listener;
    }

    /** What became of a work item; the lane of a new attempt is open then, and that of an older one closed. */
    public Acceptance accept(WorkItem item) {
        Acceptance acceptance = await(store.accept(item));
        if (acceptance == Acceptance.NEW || acceptance == Acceptance.REPLACED) {
            open(new StoredAttempt(
                    item.runId(),
                    item.fence(),
                    AttemptState.RUNNING,
                    item.nextSeq(),
                    item.nextSeq() - 1,
                    item.nextSeq() - 1,
                    0));
        }
        return acceptance;
    }

    /**
     * Takes up what an earlier process left: ends that are not delivered go on.
     *
     * @return the attempts that were lost with that process, whose loss the services are to be told
     */
    public List<StoredAttempt> recover() {
        List<StoredAttempt> open = store.recover();
        open.stream().filter(attempt -> attempt.state() == AttemptState.ENDED).forEach(this::open);
        return open.stream()
                .filter(attempt -> attempt.state() == AttemptState.LOST)
                .toList();
    }

    /** The lane of a run. */
    public Optional<RunLane> lane(String runId) {
        return Optional.ofNullable(lanes.get(runId));
    }

    /** All lanes at this moment. */
    public Collection<RunLane> lanes() {
        return List.copyOf(lanes.values());
    }

    /** Nothing of this attempt is wanted any more: deletes it. */
    public void drop(RunLane lane) {
        await(store.close(lane.runId(), lane.fence()));
        remove(lane);
    }

    /** The attempt cannot be finished here: deletes its output; {@link #forget} follows when the services know. */
    public void lose(RunLane lane) {
        try {
            await(store.lose(lane.runId(), lane.fence()));
        } finally {
            remove(lane);
        }
    }

    /** The services know that this attempt was lost. */
    public void forget(String runId, long fence) {
        await(store.close(runId, fence));
    }

    /** No more work is taken as long as this is so. */
    public boolean isFull() {
        return room.isFull();
    }

    /** Bytes of all stored records. */
    public long bytes() {
        return room.used();
    }

    /** Stops all lanes and closes the database; what is stored is delivered after the next start. */
    @Override
    public void close() {
        lanes.values().forEach(RunLane::close);
        store.close();
    }

    private void open(StoredAttempt attempt) {
        var lane = new RunLane(attempt, store, room, limits, senders.apply(attempt), listener);
        RunLane older = lanes.put(attempt.runId(), lane);
        if (older != null) {
            older.close();
        }
        lane.start();
    }

    private void remove(RunLane lane) {
        lanes.remove(lane.runId(), lane);
        lane.close();
    }

    private static <T> T await(CompletableFuture<T> write) {
        try {
            return write.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof OutboxException known ? known : e;
        }
    }
}
