package dev.hawser.agent.outbox;

import static dev.hawser.agent.outbox.OutboxFixture.item;
import static dev.hawser.agent.outbox.OutboxFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.contract.record.EndBody;
import dev.hawser.harness.SinkClosedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneWriterTest {

    @TempDir
    private Path folder;

    private OutboxStore store;
    private LaneState state;
    private LaneWriter writer;

    @BeforeEach
    void oneAttempt() {
        store = OutboxStore.open(folder.resolve("outbox.db"));
        store.accept(item("run_1", 1, 1)).join();
        var attempt = new StoredAttempt("run_1", 1, AttemptState.RUNNING, 1, 0, 0, 0);
        var room = new OutboxRoom(1 << 30);
        var lane = new RunLane(
                attempt,
                store,
                room,
                OutboxFixture.ROOMY,
                stored -> new SendOutcome.Later(Optional.empty()),
                (stopped, end) -> {});
        state = new LaneState(attempt, lane, (stopped, end) -> {});
        writer = new LaneWriter(state, store, room, OutboxFixture.ROOMY);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The sender decides to store what waits, and the end takes it along before it comes to that. */
    @Test
    void whoComesTooLateToStoreFindsNothing() throws InterruptedException {
        writer.append(line("one"));
        writer.end(List.of(), EndBody.succeeded());

        writer.storeWaiting();

        assertThat(state.window.progress()).isEqualTo(new LaneProgress(2, 0, 0, true));
    }

    @Test
    void nothingIsTakenAfterTheEnd() throws InterruptedException {
        writer.end(List.of(line("last")), EndBody.succeeded());

        assertThatThrownBy(() -> writer.append(line("late"))).isInstanceOf(SinkClosedException.class);
        assertThatThrownBy(() -> writer.end(List.of(), EndBody.succeeded())).isInstanceOf(SinkClosedException.class);
    }

    @Test
    void anAttemptThatWasReplacedOnTheDiskStoresNothing() throws InterruptedException {
        store.accept(item("run_1", 2, 1)).join();
        writer.append(line("stale"));

        assertThatThrownBy(() -> writer.storeWaiting()).isInstanceOf(SinkClosedException.class);

        assertThat(store.read("run_1", 1)).isEmpty();
    }

    @Test
    void aDiskThatTakesNothingStopsTheLane() throws InterruptedException {
        writer.append(line("one"));
        store.close();

        assertThatThrownBy(() -> writer.storeWaiting()).hasMessageContaining("cannot store the output");

        assertThat(state.isStopped()).isTrue();
    }
}
