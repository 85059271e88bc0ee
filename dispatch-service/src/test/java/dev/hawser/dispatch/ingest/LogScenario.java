package dev.hawser.dispatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.contract.rpc.RpcError;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Pods;
import dev.hawser.dispatch.lab.Wiring;
import dev.hawser.dispatch.log.LogEnd;
import dev.hawser.dispatch.rpc.RpcAnswer;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** One run, three pods, the attempts of its agents, and what must hold after each step. */
final class LogScenario {

    static final int PODS = 3;

    /** What an agent knows of its attempt. */
    private static final class Attempt {
        private final long fence;
        private long acked;

        Attempt(long fence, long from) {
            this.fence = fence;
            this.acked = from - 1;
        }
    }

    enum Kind {
        APPEND,
        APPEND_UNANSWERED,
        APPEND_TWICE_AT_ONCE,
        RACE_OF_TWO_ATTEMPTS,
        REPLAY,
        SKIP,
        CLAIM,
        CLAIM_AND_DIE,
        CRASH,
        LOSE_LOG,
        END,
        END_BY_DISPATCH
    }

    /** One step: what, on which pod, and by which attempt, counted from the newest. */
    record Step(Kind kind, int pod, int age) {}

    private final Pods pods;
    private final ModelRun run;
    private final List<Wiring> alive = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();

    private LogScenario(Pods pods) {
        this.pods = pods;
        this.run = new ModelRun(pods);
        for (int i = 0; i < PODS; i++) {
            alive.add(pods.start());
        }
        claim(alive.getFirst());
    }

    /** Takes all steps, delivers what is missing, and checks I3 and I4 of the whole log. */
    static void play(Pods pods, List<Step> steps) {
        var scenario = new LogScenario(pods);
        steps.forEach(scenario::step);
        scenario.finish();
        scenario.assertWhole();
    }

    private void assertWhole() {
        SortedMap<Long, RunRecord> visible = LogCheck.visible(run.log());
        assertOneAttempt(visible);
        assertClosed(visible);
    }

    private void step(Step step) {
        Wiring pod = alive.get(step.pod());
        Attempt attempt = attempts.get(Math.max(0, attempts.size() - 1 - step.age()));
        switch (step.kind()) {
            case APPEND -> append(pod, attempt, RecordKind.CHUNKS);
            case APPEND_UNANSWERED -> send(pod, attempt, attempt.acked + 1, RecordKind.CHUNKS);
            case APPEND_TWICE_AT_ONCE -> race(attempt, attempt, step.pod());
            case RACE_OF_TWO_ATTEMPTS -> race(attempts.getLast(), attempt, step.pod());
            case REPLAY -> replay(pod, attempt);
            case SKIP -> skip(pod, attempt);
            case CLAIM -> claim(pod);
            case CLAIM_AND_DIE -> {
                run.claimRow(pod);
                alive.set(step.pod(), pods.start());
            }
            case CRASH -> alive.set(step.pod(), pods.start());
            case LOSE_LOG -> loseLog();
            case END -> append(pod, attempts.getLast(), RecordKind.END);
            case END_BY_DISPATCH -> run.endByDispatch(pod);
        }
    }

    private void claim(Wiring pod) {
        Optional<RunRow> claimed = run.claimRow(pod);
        claimed.ifPresent(row -> {
            long fence = row.holder().fence();
            run.claimRecord(pod, fence).ifPresent(from -> attempts.add(new Attempt(fence, from)));
        });
    }

    private void append(Wiring pod, Attempt attempt, RecordKind kind) {
        digest(attempt, attempt.acked + 1, send(pod, attempt, attempt.acked + 1, kind));
    }

    /** Sends one record; I3: it is not taken once a newer claim is in the log, nor after an end. */
    private RpcAnswer send(Wiring pod, Attempt attempt, long seq, RecordKind kind) {
        LogEnd before = run.end();
        RpcAnswer answer = Lab.wait(run.ingest(pod, attempt.fence, seq, kind));
        LogEnd after = run.end();
        boolean appended = answer.code() == RpcCode.OK && after.sequence() != before.sequence();
        if (appended) {
            assertThat(before.fence()).as("I3: newest claim").isLessThanOrEqualTo(attempt.fence);
            assertThat(before.ended()).as("I3: ended").isFalse();
        }
        return answer;
    }

    private void race(Attempt first, Attempt second, int pod) {
        long one = first.acked + 1;
        long two = second.acked + 1;
        var both = Lab.wait(Uni.combine()
                .all()
                .unis(
                        run.ingest(alive.get(pod), first.fence, one, RecordKind.CHUNKS),
                        run.ingest(alive.get((pod + 1) % PODS), second.fence, two, RecordKind.CHUNKS))
                .asTuple());
        digest(first, one, both.getItem1());
        digest(second, two, both.getItem2());
    }

    private void replay(Wiring pod, Attempt attempt) {
        if (attempt.acked > 0) {
            send(pod, attempt, attempt.acked, RecordKind.CHUNKS);
        }
    }

    private void skip(Wiring pod, Attempt attempt) {
        long size = run.end().nextSeq();
        RpcAnswer answer = send(pod, attempt, Math.max(size, attempt.acked) + 5, RecordKind.CHUNKS);
        assertThat(answer.code()).as("I4: behind a hole").isIn(RpcCode.GAP, RpcCode.FENCED, RpcCode.ENDED);
    }

    private void loseLog() {
        LogEnd end = run.end();
        if (!end.ended()) {
            long durable = run.row().durableSeq();
            run.lose(durable + (end.lastSeq() - durable) / 2);
        }
    }

    private static void digest(Attempt attempt, long sent, RpcAnswer answer) {
        if (answer.body() instanceof IngestAnswer ok) {
            assertThat(ok.acked()).isGreaterThanOrEqualTo(sent);
            attempt.acked = Math.max(attempt.acked, sent);
        } else if (answer.body() instanceof RpcError error) {
            error.expected().ifPresent(expected -> attempt.acked = expected - 1);
        }
    }

    /** The newest attempt, or one more, sends what is missing, and then its end. */
    private void finish() {
        Wiring pod = pods.start();
        if (run.end().ended()) {
            return;
        }
        if (attempts.getLast().fence != run.row().holder().fence()) {
            claim(pod);
        }
        Attempt last = attempts.getLast();
        long end = last.acked + 3;
        for (int round = 0; !run.end().ended() && round < 200; round++) {
            append(pod, last, last.acked + 1 < end ? RecordKind.CHUNKS : RecordKind.END);
        }
        assertThat(run.end().ended()).isTrue();
    }

    /** I3, I4: what is visible is one attempt's, byte by byte, behind what is durable. */
    private void assertOneAttempt(SortedMap<Long, RunRecord> visible) {
        long durable = run.row().durableSeq();
        visible.forEach((seq, record) -> {
            if (record.kind() == RecordKind.CHUNKS && seq > durable) {
                assertThat(new String(record.body().bytes(), UTF_8)).isEqualTo(ModelRun.chunk(record.fence(), seq));
            }
        });
        assertThat(visible.values().stream().map(RunRecord::fence).distinct().count())
                .as("one attempt is visible")
                .isLessThanOrEqualTo(1);
    }

    private void assertClosed(SortedMap<Long, RunRecord> visible) {
        List<RunRecord> closed = run.log();
        for (Attempt attempt : attempts) {
            for (Wiring pod : alive) {
                Lab.wait(run.ingest(pod, attempt.fence, attempt.acked + 1, RecordKind.CHUNKS));
                Lab.wait(run.ingest(pod, attempt.fence, visible.lastKey() + 1, RecordKind.END));
            }
        }
        assertThat(run.log()).as("I3: nothing follows an end").isEqualTo(closed);
    }
}
