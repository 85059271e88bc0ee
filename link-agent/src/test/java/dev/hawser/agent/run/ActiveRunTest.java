package dev.hawser.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.agent.outbox.LogModel;
import dev.hawser.agent.outbox.Outbox;
import dev.hawser.agent.outbox.OutboxFixture;
import dev.hawser.agent.outbox.OutboxLimits;
import dev.hawser.agent.outbox.OutboxStore;
import dev.hawser.agent.outbox.RunLane;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.harness.Harness;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.HarnessThread;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveRunTest {

    private final LogModel log = new LogModel(1, 1);
    private final WorkItem item = OutboxFixture.item("run_1", 1, 1);

    @TempDir
    private Path folder;

    private Outbox outbox;
    private RunLane lane;

    @BeforeEach
    void accept() {
        outbox = new Outbox(
                OutboxStore.open(folder.resolve("outbox.db")),
                OutboxLimits.DEFAULT,
                attempt -> stored -> log.append(1, stored),
                (stopped, end) -> {});
        outbox.accept(item);
        lane = outbox.lane("run_1").orElseThrow();
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aHarnessThatBreaksFailsItsRun() throws InterruptedException {
        ActiveRun run = run(
                (work, sink) -> {
                    throw new IllegalStateException("no such model");
                },
                InstantSource.system());

        finish(run);

        assertThat(log.end().orElseThrow()).contains("\"errorCode\":\"harness_failed\"", "no such model");
    }

    @Test
    void atItsDeadlineARunIsStoppedAndFails() throws InterruptedException {
        Instant later = item.deadlineAt().minusMillis(50);
        ActiveRun run = run(
                (work, sink) -> HarnessThread.start("endless", cancellation -> {
                    while (!cancellation.requestedWithin(Duration.ofHours(1))) {
                        sink.text("never");
                    }
                    return new HarnessEnd.Cancelled();
                }),
                () -> later);

        finish(run);

        assertThat(log.end().orElseThrow()).contains("\"errorCode\":\"deadline\"");
    }

    @Test
    void aDroppedRunWritesNothingMoreAndIsGoneOnlyWithItsHarness() throws InterruptedException {
        var mayEnd = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        ActiveRun run = run(
                (work, sink) -> HarnessThread.start("slow to stop", cancellation -> {
                    asked.countDown();
                    while (mayEnd.getCount() > 0) {
                        awaitUninterruptibly(mayEnd);
                    }
                    return new HarnessEnd.Succeeded();
                }),
                InstantSource.system());
        run.startAfter(CompletableFuture.completedFuture(null));
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        run.drop();
        assertThat(run.gone()).isNotDone();
        mayEnd.countDown();

        run.gone().orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(lane.progress().ended()).isFalse();
    }

    @Test
    void aRunThatWasCancelledBeforeItsHarnessStartedEndsAsCancelled() throws InterruptedException {
        ActiveRun run = run(
                (work, sink) -> {
                    throw new AssertionError("started");
                },
                InstantSource.system());
        run.cancel();

        finish(run);

        assertThat(log.end()).contains("{\"outcome\":\"cancelled\"}");
    }

    private ActiveRun run(Harness harness, InstantSource clock) {
        return new ActiveRun(item, harness, lane, new RunWriter(lane, new RunLogs(folder).of("run_1", 1)), clock);
    }

    private void finish(ActiveRun run) throws InterruptedException {
        run.startAfter(CompletableFuture.completedFuture(null));
        run.gone().orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(lane.awaitDelivered(Duration.ofSeconds(5))).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        CompletableFuture.runAsync(() -> {
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .join();
    }
}
