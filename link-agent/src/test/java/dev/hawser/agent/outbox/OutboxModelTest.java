package dev.hawser.agent.outbox;

import static dev.hawser.agent.outbox.OutboxFixture.item;
import static dev.hawser.agent.outbox.OutboxFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.record.EndBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * A lane against a log that loses requests, answers and records, while the projection moves on and the process dies
 * without a warning: in the end the log has every line once and in order.
 */
class OutboxModelTest {

    private static final String RUN = "run_1";

    enum Step {
        APPEND,
        APPEND_LARGE,
        DURABLE,
        LOSE_LOG,
        FLAKY,
        STEADY
    }

    /** The far side of one run; survives crashes of the near one. */
    private static final class FlakyLog implements RecordSender {

        private final LogModel log = new LogModel(1, 1);
        private volatile boolean flaky;

        @Override
        public SendOutcome send(StoredRecord stored) {
            int luck = flaky ? ThreadLocalRandom.current().nextInt(4) : 3;
            if (luck == 0) {
                return new SendOutcome.Later(Optional.empty()); // the request is lost
            }
            SendOutcome outcome = log.append(1, stored);
            return luck == 1 ? new SendOutcome.Later(Optional.empty()) : outcome; // the answer is lost
        }
    }

    @Property(tries = 40)
    void everyLineArrivesOnceAndInOrder(@ForAll("steps") List<Step> steps, @ForAll boolean crashAfterTheEnd)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("outbox-model-");
        var far = new FlakyLog();
        OutboxStore store = OutboxStore.open(folder.resolve("outbox.db"));
        Outbox outbox = outbox(store, far);
        outbox.accept(item(RUN, 1, 1));
        RunLane lane = outbox.lane(RUN).orElseThrow();
        List<String> said = new ArrayList<>();
        for (Step step : steps) {
            take(step, far, lane, said);
        }

        lane.end(List.of(), EndBody.succeeded());
        Outbox last = crashAfterTheEnd ? afterCrash(folder, far) : outbox;
        deliver(last, far);

        assertThat(far.log.lines()).isEqualTo(said);
        assertThat(far.log.ended()).isTrue();
        last.close();
        outbox.close();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequency(
                        Tuple.of(12, Step.APPEND),
                        Tuple.of(1, Step.APPEND_LARGE),
                        Tuple.of(3, Step.DURABLE),
                        Tuple.of(2, Step.LOSE_LOG),
                        Tuple.of(2, Step.FLAKY),
                        Tuple.of(2, Step.STEADY))
                .list()
                .ofMaxSize(80);
    }

    private static void take(Step step, FlakyLog far, RunLane lane, List<String> said) throws InterruptedException {
        switch (step) {
            case APPEND -> say("line-" + said.size(), lane, said);
            case APPEND_LARGE -> say("large-" + said.size() + "-".repeat(1_200_000), lane, said);
            case DURABLE -> {
                far.log.makeDurable(far.log.lastSeq());
                lane.durable(far.log.durable());
            }
            case LOSE_LOG -> {
                far.log.lose(far.log.lastSeq() - 2);
                lane.rewind(far.log.lastSeq() + 1); // as a heartbeat's answer says it
            }
            case FLAKY -> far.flaky = true;
            case STEADY -> {
                far.flaky = false;
                lane.wake();
            }
        }
    }

    private static void say(String text, RunLane lane, List<String> said) throws InterruptedException {
        lane.append(line(text));
        said.add(text);
    }

    /** Another process opens the same files; the first one is not closed. */
    private static Outbox afterCrash(Path folder, FlakyLog far) {
        Outbox next = outbox(OutboxStore.open(folder.resolve("outbox.db")), far);
        assertThat(next.recover()).as("an attempt with an end is not lost").isEmpty();
        return next;
    }

    private static void deliver(Outbox outbox, FlakyLog far) throws InterruptedException {
        far.flaky = false;
        RunLane lane = outbox.lane(RUN).orElseThrow();
        lane.wake();
        for (int i = 0; i < 300 && !far.log.ended(); i++) {
            lane.rewind(far.log.lastSeq() + 1);
            lane.awaitDelivered(Duration.ofMillis(100));
        }
    }

    private static Outbox outbox(OutboxStore store, FlakyLog far) {
        return new Outbox(store, OutboxFixture.ROOMY, attempt -> far, (lane, end) -> {});
    }
}
