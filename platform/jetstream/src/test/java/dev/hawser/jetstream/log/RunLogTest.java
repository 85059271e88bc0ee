package dev.hawser.jetstream.log;

import static dev.hawser.jetstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.MalformedRecordException;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.catalogue.TestCatalogue;
import dev.hawser.jetstream.support.TestBroker;
import dev.hawser.jetstream.support.TestPod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {

    private static final int PARTITION = 3;

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestPod dispatch;
    private static TestPod gateway;

    @BeforeAll
    static void start() {
        broker = new TestBroker(folder);
        dispatch = broker.pod("dispatch", "dispatch-1");
        gateway = broker.pod("gateway", "gateway-1");
        TestCatalogue.apply(dispatch);
    }

    @AfterAll
    static void stop() {
        dispatch.close();
        gateway.close();
        broker.close();
    }

    private Records run;

    @BeforeEach
    void aNewRun() {
        run = new Records(dispatch.log(), PARTITION);
    }

    @Test
    void anAppendIsStoredOnlyBehindTheRecordThatItExpects() {
        run.append(run.claim());
        RunRecord first = run.chunks("{\"a\":1}");
        long afterClaim = run.last();
        run.append(first);

        assertThat(await(dispatch.log().append(PARTITION, first, afterClaim)))
                .isInstanceOf(AppendOutcome.RefusedOrUnknown.class);
        assertThat(await(dispatch.log().append(PARTITION, first, 0)))
                .isInstanceOf(AppendOutcome.RefusedOrUnknown.class);
        assertThat(await(gateway.log().read(PARTITION, run.run(), 1, 10))).hasSize(2);
    }

    @Test
    void aPurgeKeepsTheLastRecordSoThatTheLogStaysClosedToTheFirstClaim() {
        run.write(5);

        assertThat(await(dispatch.log().purgeKeepingLast(PARTITION, run.run()))).isEqualTo(5);

        assertThat(await(dispatch.log().append(PARTITION, run.claim(), 0)))
                .isInstanceOf(AppendOutcome.RefusedOrUnknown.class);
        run.append(run.chunks("{}"));
        assertThat(await(gateway.log().read(PARTITION, run.run(), 1, 10))).hasSize(2);
    }

    @Test
    void theLeaderTellsTheLastRecordOrThatThereIsNone() {
        assertThat(await(gateway.log().last(PARTITION, run.run()))).isEmpty();
        run.write(2);

        StoredRecord last = await(gateway.log().last(PARTITION, run.run())).orElseThrow();

        assertThat(last.streamSequence()).isEqualTo(run.last());
        assertThat(last.record().seq()).isEqualTo(2);
        assertThat(last.record().body().text()).isEqualTo("{\"i\":2}");
    }

    @Test
    void aLogLongerThanABatchIsReadBatchByBatch() {
        run.write(25);

        List<LogEntry> all = new ArrayList<>();
        List<LogEntry> batch;
        do {
            long from = all.isEmpty() ? 1 : all.getLast().streamSequence() + 1;
            batch = await(gateway.log().read(PARTITION, run.run(), from, 10));
            assertThat(batch).hasSizeLessThanOrEqualTo(10);
            all.addAll(batch);
        } while (!batch.isEmpty());

        assertThat(all).hasSize(26).isSortedAccordingTo((a, b) -> Long.compare(a.streamSequence(), b.streamSequence()));
        assertThat(all)
                .allMatch(entry -> entry instanceof StoredRecord && entry.run().equals(run.run()));
    }

    @Test
    void aBatchEndsBeforeItIsTooLargeToHold() {
        run.append(run.claim());
        String large = "x".repeat(512 * 1024);
        IntStream.range(0, 12).forEach(i -> run.append(run.chunks(large)));

        List<LogEntry> batch = await(gateway.log().read(PARTITION, run.run(), 1, 1000));

        assertThat(batch).hasSizeBetween(2, 12);
        long from = batch.getLast().streamSequence() + 1;
        assertThat(await(gateway.log().read(PARTITION, run.run(), from, 1000))).isNotEmpty();
    }

    @Test
    void theLastRecordsOfManyRunsComeInRequestsOfFiveHundred() {
        List<Records> runs = IntStream.range(0, 620)
                .mapToObj(i -> new Records(dispatch.log(), PARTITION))
                .toList();
        runs.forEach(each -> each.append(each.claim()));
        List<String> subjects = runs.stream()
                .map(each -> CoreSubjects.run(PARTITION, each.run()))
                .toList();

        List<LogEntry> last = await(gateway.log().lastOf(subjects));

        assertThat(last)
                .extracting(LogEntry::run)
                .containsExactlyInAnyOrderElementsOf(
                        runs.stream().map(Records::run).toList());
    }

    @Test
    void lastRecordsThatDoNotFitIntoOneAnswerComeInSeveral() {
        String large = "y".repeat(512 * 1024);
        List<Records> runs = IntStream.range(0, 12)
                .mapToObj(i -> new Records(dispatch.log(), PARTITION))
                .toList();
        runs.forEach(each -> each.append(each.claim()).append(each.chunks(large)));

        List<LogEntry> last = await(gateway.log()
                .lastOf(runs.stream()
                        .map(each -> CoreSubjects.run(PARTITION, each.run()))
                        .toList()));

        assertThat(last).hasSize(12);
    }

    @Test
    void aFollowerGetsEachRecordWithItsSequenceAndTheOneBefore() throws Exception {
        List<LiveRecord> seen = new CopyOnWriteArrayList<>();
        try (AutoCloseable live = gateway.log().live(PARTITION, run.run(), seen::add)) {
            gateway.nats().connection().flush(java.time.Duration.ofSeconds(5));
            run.append(run.claim());
            long claim = run.last();
            run.append(run.chunks("{}"));

            await().until(() -> seen.size() == 2);
            assertThat(seen.getFirst().previousSequence()).isZero();
            assertThat(seen.getFirst().streamSequence()).isEqualTo(claim);
            assertThat(seen.getLast().previousSequence()).isEqualTo(claim);
            assertThat(seen.getLast().record().seq()).isEqualTo(1);
            assertThat(live).isNotNull();
        }
    }

    @Test
    void aMessageThatIsNoRecordIsShownAndNotDropped() {
        run.append(run.claim());
        String subject = CoreSubjects.run(PARTITION, run.run());
        await(dispatch.publisher().publish(subject, Map.of("Hw-Kind", "song"), new byte[] {1, 2}));

        List<LogEntry> entries = await(gateway.log().read(PARTITION, run.run(), 1, 10));

        assertThat(entries).hasSize(2);
        assertThat(entries.getLast()).isInstanceOfSatisfying(Unreadable.class, bad -> {
            assertThat(bad.run()).isEqualTo(run.run());
            assertThat(bad.headers()).containsEntry("Hw-Kind", "song");
            assertThat(bad.body().bytes()).containsExactly(1, 2);
            assertThat(bad.reason()).contains("song");
        });
        assertThatThrownBy(() -> await(gateway.log().last(PARTITION, run.run())))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void theStateNamesTheStreamAndItsRoom() {
        LogState before = await(dispatch.log().state());
        run.append(run.claim());
        LogState after = await(gateway.log().state());

        assertThat(after.created()).isEqualTo(before.created());
        assertThat(after.lastSequence()).isGreaterThan(before.lastSequence());
        assertThat(after.maxBytes()).isPositive();
        assertThat(after.fill()).isBetween(0.0, 0.5);
    }
}
