package dev.hawser.agent.outbox;

import static dev.hawser.agent.outbox.OutboxFixture.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.contract.record.EndBody;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxStoreTest {

    @TempDir
    private Path folder;

    private OutboxStore store;

    @BeforeEach
    void open() {
        store = OutboxStore.open(folder.resolve("outbox.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** What becomes of fence 2 when this is there already. */
    @ParameterizedTest
    @CsvSource({
        "0, running, NEW",
        "1, running, REPLACED",
        "1, ended, REPLACED",
        "1, lost, REPLACED",
        "1, closed, REPLACED",
        "2, running, KNOWN",
        "2, ended, KNOWN",
        "2, lost, KNOWN",
        "2, closed, OVER",
        "3, running, FENCED",
        "3, closed, FENCED"
    })
    void aWorkItemIsJudgedByWhatIsKnownOfTheRun(long fence, String state, Acceptance expected) {
        if (fence > 0) {
            store.accept(item("run_1", fence, 1)).join();
            bring("run_1", fence, AttemptState.of(state));
        }

        assertThat(store.accept(item("run_1", 2, 5)).join()).isEqualTo(expected);
    }

    @Test
    void aNewerAttemptDeletesTheRecordsOfTheOlderOneAndStartsAtItsOwnSeq() {
        store.accept(item("run_1", 1, 1)).join();
        store.append("run_1", 1, chunks(1, 3)).join();

        store.accept(item("run_1", 2, 3)).join();

        assertThat(store.read("run_1", 1)).isEmpty();
        assertThat(store.append("run_1", 1, chunks(4, 1)).join())
                .as("the older attempt")
                .isFalse();
        assertThat(store.append("run_1", 2, chunks(3, 1)).join()).isTrue();
    }

    @Test
    void recordsAreStoredInOrderAndOnce() {
        store.accept(item("run_1", 1, 1)).join();
        store.append("run_1", 1, chunks(1, 2)).join();

        assertThat(store.append("run_1", 1, chunks(2, 1)).join()).as("again").isFalse();
        assertThat(store.append("run_1", 1, chunks(4, 1)).join())
                .as("with a hole")
                .isFalse();
        assertThat(store.read("run_1", 2)).contains(chunks(2, 1).getFirst());
    }

    @Test
    void nothingFollowsTheEnd() {
        store.accept(item("run_1", 1, 1)).join();
        store.append("run_1", 1, end(1)).join();

        assertThat(store.append("run_1", 1, chunks(2, 1)).join()).isFalse();
    }

    @Test
    void whatIsDurableIsDeletedAndItsBytesAreTold() {
        store.accept(item("run_1", 1, 1)).join();
        store.append("run_1", 1, chunks(1, 3)).join();
        long bytes = chunks(1, 2).stream().mapToLong(StoredRecord::bytes).sum();

        assertThat(store.deleteDurable("run_1", 1, 2).join()).isEqualTo(bytes);
        assertThat(store.deleteDurable("run_1", 1, 2).join()).isZero();
        assertThat(store.deleteDurable("run_1", 9, 3).join())
                .as("another fence")
                .isZero();

        assertThat(store.read("run_1", 2)).isEmpty();
        assertThat(store.read("run_1", 3)).isPresent();
    }

    @Test
    void afterACrashEndsAreThereAndTheRestIsLost() {
        store.accept(item("run_ended", 1, 1)).join();
        store.append("run_ended", 1, chunks(1, 2)).join();
        store.append("run_ended", 1, end(3)).join();
        store.deleteDurable("run_ended", 1, 1).join();
        store.accept(item("run_running", 4, 1)).join();
        store.append("run_running", 4, chunks(1, 2)).join();
        store.accept(item("run_closed", 1, 1)).join();
        store.close("run_closed", 1).join();

        try (OutboxStore afterCrash = OutboxStore.open(folder.resolve("outbox.db"))) {
            assertThat(afterCrash.recover())
                    .containsExactlyInAnyOrder(
                            new StoredAttempt("run_ended", 1, AttemptState.ENDED, 2, 3, 1, chunkBytes(2) + endBytes()),
                            new StoredAttempt("run_running", 4, AttemptState.LOST, 3, 2, 0, 0));
            assertThat(afterCrash.read("run_running", 1)).isEmpty();
            assertThat(afterCrash.accept(item("run_closed", 1, 1)).join()).isEqualTo(Acceptance.OVER);
        }
    }

    @Test
    void manyWritesShareOneTransactionAndAFailedOneHarmsNoOther() {
        store.accept(item("run_1", 1, 1)).join();
        List<CompletableFuture<Boolean>> writes = IntStream.range(0, 500)
                .mapToObj(i -> store.append("run_1", 1, chunks(i % 2 == 0 ? 1 + i / 2 : 9_999, 1)))
                .toList();

        List<Boolean> stored = writes.stream().map(CompletableFuture::join).toList();

        assertThat(stored).filteredOn(done -> done).hasSize(250);
        assertThat(store.read("run_1", 250)).isPresent();
    }

    @Test
    void aClosedStoreRefusesInsteadOfWaiting() {
        store.close();

        assertThatThrownBy(() -> store.accept(item("run_1", 1, 1)).join()).hasCauseInstanceOf(OutboxException.class);
    }

    @Test
    void writesThatMeetTheCloseAreDoneOrRefusedButNeverForgotten() {
        List<CompletableFuture<Acceptance>> writes = new ArrayList<>();
        var closer = Thread.ofVirtual().unstarted(store::close);
        for (int i = 0; i < 2_000; i++) {
            if (i == 500) {
                closer.start();
            }
            writes.add(store.accept(item("run_" + i, 1, 1)));
        }

        assertThat(writes)
                .allSatisfy(write -> assertThat(write.handle((done, failure) -> true)
                                .orTimeout(10, TimeUnit.SECONDS)
                                .join())
                        .isTrue());
    }

    private void bring(String run, long fence, AttemptState state) {
        switch (state) {
            case RUNNING -> {}
            case ENDED -> store.append(run, fence, end(1)).join();
            case LOST -> store.lose(run, fence).join();
            case CLOSED -> store.close(run, fence).join();
        }
    }

    private static List<StoredRecord> chunks(long first, int count) {
        var cutter = new RecordCutter(first);
        for (long seq = first; seq < first + count; seq++) {
            cutter.lines(OutboxFixture.line("{\"type\":\"x\",\"n\":" + seq + "}\n"));
        }
        return cutter.records();
    }

    private static List<StoredRecord> end(long seq) {
        return new RecordCutter(seq).end(EndBody.succeeded()).records();
    }

    private static long chunkBytes(long seq) {
        return chunks(seq, 1).getFirst().bytes();
    }

    private static long endBytes() {
        return end(1).getFirst().bytes();
    }
}
