package dev.hawser.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Remembers what a harness says, and takes as much as a test allows. */
public final class RecordingSink implements HarnessSink {

    private final List<String> texts = new ArrayList<>();
    private final List<ObjectNode> chunks = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final Semaphore room;

    private RecordingSink(int room) {
        this.room = new Semaphore(room);
    }

    /** Takes everything. */
    public static RecordingSink unbounded() {
        return new RecordingSink(Integer.MAX_VALUE);
    }

    /** Takes so many pieces and blocks then. */
    public static RecordingSink withRoomFor(int pieces) {
        return new RecordingSink(pieces);
    }

    /** Takes everything from now on. */
    public void open() {
        room.release(Integer.MAX_VALUE / 2);
    }

    @Override
    public void text(String delta) throws InterruptedException {
        room.acquire();
        synchronized (this) {
            texts.add(delta);
        }
    }

    @Override
    public void chunk(ObjectNode chunk) throws InterruptedException {
        room.acquire();
        synchronized (this) {
            chunks.add(chunk);
        }
    }

    @Override
    public synchronized void log(String line) {
        log.add(line);
    }

    public synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    public synchronized String text() {
        return String.join("", texts);
    }

    public synchronized List<ObjectNode> chunks() {
        return List.copyOf(chunks);
    }

    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** True if the harness waits for room. */
    public boolean isBlocking() {
        return room.hasQueuedThreads();
    }
}
