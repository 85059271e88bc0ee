package dev.hawser.dispatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Pods;
import dev.hawser.dispatch.lab.Wiring;
import dev.hawser.dispatch.rpc.RpcAnswer;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the append path promises, whatever the broker: tried on one replica and on three (design 10, Records). */
abstract class AppendPath {

    private static final int AT_ONCE = 24;
    private static final int SCENARIOS = 12;
    private static final int STEPS = 25;

    /** Pods on the broker that is tried. */
    abstract Pods pods();

    @Test
    void ofManyAppendsThatExpectTheSameRecordOneIsStoredAndTheOthersAreRefused() {
        var run = new ModelRun(pods());
        claim(run);
        long last = run.end().sequence();

        Set<Integer> refusals = run.appendAtOnce(AT_ONCE, last);

        assertThat(LogCheck.visible(run.log())).hasSize(1);
        assertThat(refusals)
                .as("both mean: read row and last record")
                .isNotEmpty()
                .isSubsetOf(10071, 10164);
    }

    @Test
    void oneRecordThatManyPodsSendAtOnceIsStoredOnceAndAcknowledgedToAll() {
        var run = new ModelRun(pods());
        long fence = claim(run);
        List<Uni<RpcAnswer>> sent = IntStream.range(0, 5)
                .mapToObj(pod -> run.ingest(pods().start(), fence, 1, RecordKind.CHUNKS))
                .toList();

        List<RpcAnswer> answers = Lab.wait(Uni.join().all(sent).andCollectFailures());

        assertThat(answers).extracting(RpcAnswer::code).containsOnly(RpcCode.OK);
        assertThat(LogCheck.visible(run.log())).hasSize(1);
    }

    @Test
    void aHolderThatWasReplacedIsRefusedByThePodThatStillKnowsIt() {
        var run = new ModelRun(pods());
        long old = claim(run);
        Wiring knowing = pods().start();
        Lab.wait(run.ingest(knowing, old, 1, RecordKind.CHUNKS));

        long newer = claim(run);

        assertThat(Lab.wait(run.ingest(knowing, old, 2, RecordKind.CHUNKS)).code())
                .isEqualTo(RpcCode.FENCED);
        assertThat(Lab.wait(run.ingest(knowing, newer, 2, RecordKind.CHUNKS)).code())
                .isEqualTo(RpcCode.OK);
        assertThat(LogCheck.visible(run.log()).values())
                .extracting(RunRecord::fence)
                .containsExactly(newer);
    }

    @Test
    void randomInterleavingsLeaveAWholeLogOfOneHolder() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        LogScenario.Kind[] kinds = LogScenario.Kind.values();
        for (int i = 0; i < SCENARIOS; i++) {
            List<LogScenario.Step> steps = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                int kind = Math.max(0, random.nextInt(2 * kinds.length) - kinds.length);
                steps.add(new LogScenario.Step(
                        kinds[kind], random.nextInt(LogScenario.PODS), Math.max(0, random.nextInt(5) - 2)));
            }
            try {
                LogScenario.play(pods(), steps);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", scenario " + i + ": " + steps, e);
            }
        }
    }

    /** A new attempt, whose claim is in the log; its fence. */
    long claim(ModelRun run) {
        Wiring pod = pods().start();
        RunRow row = run.claimRow(pod).orElseThrow();
        long fence = row.holder().fence();
        assertThat(run.claimRecord(pod, fence)).isPresent();
        return fence;
    }
}
