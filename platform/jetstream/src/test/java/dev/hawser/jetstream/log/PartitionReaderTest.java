package dev.hawser.jetstream.log;

import static dev.hawser.jetstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.jetstream.catalogue.TestCatalogue;
import dev.hawser.jetstream.support.TestBroker;
import dev.hawser.jetstream.support.TestPod;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionReaderTest {

    private static final int PARTITION = 7;

    @TempDir
    Path folder;

    private TestBroker broker;
    private TestPod dispatch;
    private TestPod projector;

    @BeforeEach
    void start() {
        broker = new TestBroker(folder);
        dispatch = broker.pod("dispatch", "dispatch-1");
        projector = broker.pod("projector", "projector-1");
        TestCatalogue.apply(dispatch);
    }

    @AfterEach
    void stop() {
        projector.close();
        dispatch.close();
        broker.close();
    }

    @Test
    void onlyWhatIsRequestedIsSentAndNothingOfOtherPartitions() {
        new Records(dispatch.log(), PARTITION + 1).write(3);
        new Records(dispatch.log(), PARTITION).write(29);
        AssertSubscriber<LogEntry> reader = read(1, 10);

        reader.awaitItems(10, Duration.ofSeconds(10));
        await().during(Duration.ofMillis(300)).until(() -> reader.getItems().size() == 10);
        reader.request(100);

        reader.awaitItems(30, Duration.ofSeconds(10));
        assertThat(reader.getItems()).allMatch(entry -> entry instanceof StoredRecord);
        assertThat(sequences(reader))
                .isEqualTo(LongStream.rangeClosed(5, 34).boxed().toList());
        reader.cancel();
    }

    @Test
    void readingGoesOnFromASequenceAndThenWithWhatIsNew() {
        Records run = new Records(dispatch.log(), PARTITION).write(9);
        AssertSubscriber<LogEntry> reader = read(6, Long.MAX_VALUE);
        reader.awaitItems(5, Duration.ofSeconds(10));

        run.append(run.chunks("{\"new\":true}"));

        reader.awaitItems(6, Duration.ofSeconds(10));
        assertThat(sequences(reader)).containsExactly(6L, 7L, 8L, 9L, 10L, 11L);
        reader.cancel();
    }

    @Test
    void aCrashOfTheServerLosesNothingAndDoublesNothing() {
        Records run = new Records(dispatch.log(), PARTITION).write(400);
        AssertSubscriber<LogEntry> reader = read(1, 300);
        reader.awaitItems(300, Duration.ofSeconds(10));

        broker.server().kill();
        reader.request(Long.MAX_VALUE);
        broker.server().restart();
        dispatch.awaitConnected();
        for (int i = 0; i < 100; i++) {
            run.append(run.chunks("{\"after\":" + i + "}"));
        }

        reader.awaitItems(501, Duration.ofSeconds(30));
        assertThat(sequences(reader))
                .isEqualTo(LongStream.rangeClosed(1, 501).boxed().toList());
        reader.cancel();
    }

    @Test
    void aReaderThatWaitsForNewRecordsSurvivesTheLossOfItsConsumer() {
        Records run = new Records(dispatch.log(), PARTITION).write(1);
        AssertSubscriber<LogEntry> reader = read(1, Long.MAX_VALUE);
        reader.awaitItems(2, Duration.ofSeconds(10));

        var names = await(dispatch.api().call("$JS.API.CONSUMER.NAMES.HW_RUNS")).path("consumers");
        assertThat(names).hasSize(1);
        await(dispatch.api()
                .call("$JS.API.CONSUMER.DELETE.HW_RUNS." + names.get(0).asText()));
        run.append(run.chunks("{}"));

        reader.awaitItems(3, Duration.ofSeconds(20));
        assertThat(sequences(reader)).containsExactly(1L, 2L, 3L);
        reader.cancel();
    }

    @Test
    void aCancelledReaderLeavesNoConsumerBehind() {
        new Records(dispatch.log(), PARTITION).write(1);
        AssertSubscriber<LogEntry> reader = read(1, Long.MAX_VALUE);
        reader.awaitItems(2, Duration.ofSeconds(10));

        reader.cancel();

        await().untilAsserted(() -> assertThat(await(dispatch.api().call("$JS.API.CONSUMER.NAMES.HW_RUNS"))
                        .path("total")
                        .asInt())
                .isZero());
    }

    private AssertSubscriber<LogEntry> read(long from, long demand) {
        return projector.partitions().read(PARTITION, from).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    private static List<Long> sequences(AssertSubscriber<LogEntry> reader) {
        return reader.getItems().stream().map(LogEntry::streamSequence).toList();
    }
}
