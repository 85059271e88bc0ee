package dev.hawser.jetstream.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.jetstream.catalogue.TestCatalogue;
import dev.hawser.jetstream.support.TestBroker;
import dev.hawser.jetstream.support.TestPod;
import dev.hawser.jetstream.support.Waiting;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library may give a connection up for good; a new one takes its place below all that is built on it. */
class ReplacedConnectionTest {

    private static final int PARTITION = 2;

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
    void aReaderGoesOnWhenItsConnectionIsGivenUp() throws Exception {
        Records run = new Records(dispatch.log(), PARTITION).write(20);
        AssertSubscriber<LogEntry> reader = read();
        reader.awaitItems(21, Duration.ofSeconds(10));

        projector.nats().connection().close();
        run.append(run.chunks("{}"));

        reader.awaitItems(22, Duration.ofSeconds(20));
        assertThat(sequences(reader))
                .isEqualTo(LongStream.rangeClosed(1, 22).boxed().toList());
    }

    @Test
    void aReaderGoesOnWhenItsConnectionIsExchanged() {
        Records run = new Records(dispatch.log(), PARTITION).write(20);
        AssertSubscriber<LogEntry> reader = read();
        reader.awaitItems(21, Duration.ofSeconds(10));

        Waiting.await(projector.nats().renew());
        for (int i = 0; i < 20; i++) {
            run.append(run.chunks("{}"));
        }

        reader.awaitItems(41, Duration.ofSeconds(20));
        assertThat(sequences(reader))
                .isEqualTo(LongStream.rangeClosed(1, 41).boxed().toList());
    }

    @Test
    void appendsAndReadsWorkAgainAfterTheConnectionWasGivenUp() throws Exception {
        Records run = new Records(dispatch.log(), PARTITION).write(3);

        dispatch.nats().connection().close();
        dispatch.awaitConnected();
        run.append(run.chunks("{}"));

        assertThat(Waiting.await(dispatch.log().read(PARTITION, run.run(), 1, 10)))
                .hasSize(5);
    }

    private AssertSubscriber<LogEntry> read() {
        return projector
                .partitions()
                .read(PARTITION, 1)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static List<Long> sequences(AssertSubscriber<LogEntry> reader) {
        return reader.getItems().stream().map(LogEntry::streamSequence).toList();
    }
}
