package dev.hawser.agent.outbox;

import static dev.hawser.agent.outbox.OutboxFixture.item;
import static dev.hawser.agent.outbox.OutboxFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.EndBody;
import dev.hawser.harness.HarnessFailureException;
import dev.hawser.harness.SinkClosedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLaneTest {

    private static final String RUN = "run_1";

    @TempDir
    private Path folder;

    private OutboxStore store;
    private final Map<String, FarSide> farSides = new ConcurrentHashMap<>();
    private final Map<String, LaneEnd> ends = new ConcurrentHashMap<>();

    /** A log that is asked through a gate: each permit lets one record pass. */
    private static final class FarSide implements RecordSender {

        private final LogModel log = new LogModel(1, 1);
        private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
        private volatile Optional<SendOutcome> instead = Optional.empty();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public SendOutcome send(StoredRecord stored) {
            asked.incrementAndGet();
            gate.acquireUninterruptibly();
            SendOutcome outcome = log.append(1, stored);
            return instead.orElse(outcome);
        }
    }

    @BeforeEach
    void open() {
        store = OutboxStore.open(folder.resolve("outbox.db"));
    }

    @AfterEach
    void close() {
        farSides.values().forEach(far -> far.gate.release(Integer.MAX_VALUE / 4));
        store.close();
    }

    @Test
    void outputArrivesInOrderAndOnce() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);

        for (int i = 0; i < 5_000; i++) {
            lane.append(line("{\"n\":" + i + "}"));
        }
        lane.end(List.of(line("{\"n\":5000}")), EndBody.succeeded());

        assertThat(lane.awaitDelivered(Duration.ofSeconds(20))).isTrue();
        assertThat(log(RUN).lines())
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 5_000)
                        .mapToObj(i -> "{\"n\":" + i + "}")
                        .toList());
        assertThat(log(RUN).end()).contains("{\"outcome\":\"succeeded\"}");
    }

    @Test
    void theFirstChunkIsSentAtOnceAndWhatComesDuringTheFlightIsMerged() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        far(RUN).gate.drainPermits();

        lane.append(line("first"));
        await().until(() -> far(RUN).asked.get() == 1);
        for (int i = 0; i < 1_000; i++) {
            lane.append(line("later-" + i));
        }
        far(RUN).gate.release(2);

        await().until(() -> log(RUN).lastSeq() == 2);
        assertThat(log(RUN).records().get(0).body().text()).isEqualTo("first\n");
        assertThat(log(RUN).lines()).hasSize(1_001).last().isEqualTo("later-999");
    }

    @Test
    void aRecordIsNeverLargerThanItMayBe() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        far(RUN).gate.drainPermits();
        byte[] big = line("x".repeat(200_000));

        for (int i = 0; i < 10; i++) {
            lane.append(big);
        }
        far(RUN).gate.release(100);
        lane.end(List.of(), EndBody.succeeded());

        assertThat(lane.awaitDelivered(Duration.ofSeconds(20))).isTrue();
        assertThat(log(RUN).lines()).hasSize(10);
        assertThat(log(RUN).records())
                .allSatisfy(stored -> assertThat(stored.body().size()).isLessThanOrEqualTo(Limits.RECORD_BYTES));
    }

    @Test
    void aChunkLargerThanARecordIsSplitAndOneThatIsTooLargeIsRefused() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        String large = "y".repeat(3 * Limits.RECORD_BYTES + 7);

        lane.append(line("before"));
        lane.append(line(large));
        lane.append(line("after"));
        assertThatThrownBy(() -> lane.append(new byte[Limits.CHUNK_BYTES + 1]))
                .isInstanceOfSatisfying(
                        HarnessFailureException.class,
                        e -> assertThat(e.code()).isEqualTo(RunErrorCode.CHUNK_TOO_LARGE));
        lane.end(List.of(), EndBody.failed(RunErrorCode.CHUNK_TOO_LARGE, "too large"));

        assertThat(lane.awaitDelivered(Duration.ofSeconds(20))).isTrue();
        assertThat(log(RUN).lines()).containsExactly("before", large, "after");
        assertThat(log(RUN).records())
                .filteredOn(stored -> stored.fragment().isPresent())
                .hasSize(4);
    }

    @Test
    void aLostAnswerLeadsToTheSameRecordAgain() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        far(RUN).instead = Optional.of(new SendOutcome.Later(Optional.empty()));
        lane.append(line("one"));
        await().until(() -> far(RUN).asked.get() >= 1);
        lane.append(line("two"));

        far(RUN).instead = Optional.empty();
        lane.wake();

        await().until(() -> log(RUN).lines().equals(List.of("one", "two")));
    }

    @Test
    void aStuckLaneDelaysNoOther() throws InterruptedException {
        RunLane stuck = lane("run_stuck", OutboxFixture.ROOMY);
        far("run_stuck").gate.drainPermits();
        RunLane free = lane("run_free", OutboxFixture.ROOMY);
        stuck.append(line("stuck"));
        await().until(() -> far("run_stuck").asked.get() == 1);

        free.append(line("free"));
        free.end(List.of(), EndBody.succeeded());

        assertThat(free.awaitDelivered(Duration.ofSeconds(5))).isTrue();
        assertThat(stuck.progress().acked()).isZero();
    }

    @Test
    void recordsStayUntilTheyAreDurable() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        lane.append(line("one"));
        await().until(() -> lane.progress().acked() == 1);
        assertThat(store.read(RUN, 1)).isPresent();

        lane.durable(1);

        await().until(() -> store.read(RUN, 1).isEmpty());
    }

    @Test
    void aLogThatBecameShorterGetsTheRecordsAgain() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        for (int i = 1; i <= 3; i++) {
            lane.append(line("record-" + i));
            long seq = i;
            await().until(() -> lane.progress().acked() == seq);
        }
        log(RUN).lose(1);

        lane.rewind(2);

        await().until(() -> log(RUN).lines().equals(List.of("record-1", "record-2", "record-3")));
    }

    @Test
    void aGapIsFilledFromTheRecordThatTheLogExpects() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        lane.append(line("one"));
        await().until(() -> lane.progress().acked() == 1);
        log(RUN).lose(0);

        lane.append(line("two"));

        await().until(() -> log(RUN).lines().equals(List.of("one", "two")));
    }

    @Test
    void aFencedLaneStopsAndTakesNothingMore() throws InterruptedException {
        RunLane lane = lane(RUN, OutboxFixture.ROOMY);
        far(RUN).instead = Optional.of(new SendOutcome.Over(LaneEnd.FENCED));

        lane.append(line("one"));

        await().until(() -> ends.get(RUN) == LaneEnd.FENCED);
        assertThatThrownBy(() -> lane.append(line("two"))).isInstanceOf(SinkClosedException.class);
        assertThatThrownBy(() -> lane.end(List.of(), EndBody.succeeded())).isInstanceOf(SinkClosedException.class);
    }

    @Test
    void atTheLimitTheHarnessWaitsUntilThereIsRoom() throws InterruptedException {
        RunLane lane = lane(RUN, new OutboxLimits(600_000, 1 << 30, Duration.ofMinutes(1)));
        byte[] half = line("z".repeat(250_000));
        CompletableFuture<Void> harness = CompletableFuture.runAsync(() -> appendAll(lane, half, 8));
        await().until(() -> lane.progress().acked() >= 1);
        await().during(Duration.ofMillis(200)).until(() -> !harness.isDone());

        while (!harness.isDone()) {
            lane.durable(lane.progress().acked());
        }
        lane.end(List.of(), EndBody.succeeded());

        assertThat(lane.awaitDelivered(Duration.ofSeconds(5))).isTrue();
        assertThat(log(RUN).lines()).hasSize(8);
    }

    @Test
    void whoWaitsTooLongForRoomFailsButItsEndStillFits() throws InterruptedException {
        RunLane lane = lane(RUN, new OutboxLimits(600_000, 1 << 30, Duration.ofMillis(100)));
        byte[] half = line("z".repeat(250_000));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 8; i++) {
                        lane.append(half);
                    }
                })
                .isInstanceOfSatisfying(
                        HarnessFailureException.class, e -> assertThat(e.code()).isEqualTo(RunErrorCode.OUTBOX_FULL));
        lane.end(List.of(line("last")), EndBody.failed(RunErrorCode.OUTBOX_FULL, "full"));

        assertThat(lane.awaitDelivered(Duration.ofSeconds(5))).isTrue();
        assertThat(log(RUN).lines()).last().isEqualTo("last");
    }

    private RunLane lane(String run, OutboxLimits limits) {
        var outbox =
                new Outbox(store, limits, attempt -> far(attempt.runId()), (lane, end) -> ends.put(lane.runId(), end));
        outbox.accept(item(run, 1, 1));
        return outbox.lane(run).orElseThrow();
    }

    private FarSide far(String run) {
        return farSides.computeIfAbsent(run, name -> new FarSide());
    }

    private LogModel log(String run) {
        return far(run).log;
    }

    private static void appendAll(RunLane lane, byte[] line, int times) {
        try {
            for (int i = 0; i < times; i++) {
                lane.append(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
