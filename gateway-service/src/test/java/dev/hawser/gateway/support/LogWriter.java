package dev.hawser.gateway.support;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.log.AppendOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Writes a run's log as dispatch does. */
public final class LogWriter {

    private final int partition;
    private final String run;
    private Chain chain = Chain.START;
    private long fence;
    private long seq = 1;
    private long last;

    public LogWriter(String thread, String run) {
        this.partition = Partition.of(thread);
        this.run = run;
    }

    public long fence() {
        return fence;
    }

    public long seq() {
        return seq;
    }

    /** A runner gets the right to go on: the next attempt. */
    public LogWriter claim() {
        fence++;
        var body = new ClaimBody(fence, seq, 0, "link", Optional.empty(), "dispatch-1");
        return append(RecordKind.CLAIM, Optional.empty(), Body.of(Json.bytes(body)));
    }

    /** One record with these chunks. */
    public LogWriter chunks(String... lines) {
        return append(RecordKind.CHUNKS, Optional.empty(), Body.of(String.join("\n", lines) + "\n"));
    }

    /** A piece of a chunk. */
    public LogWriter fragment(int index, int count, String text) {
        return append(RecordKind.CHUNKS, Optional.of(new Fragment(index, count)), Body.of(text));
    }

    public LogWriter end(EndBody end) {
        return append(RecordKind.END, Optional.empty(), Body.of(Json.bytes(end)));
    }

    /** Deletes all but the last record. */
    public void purge() {
        purge(Map.of("filter", CoreSubjects.run(partition, run), "keep", 1));
    }

    /** Loses the log. */
    public void loseAll() {
        purge(Map.of("filter", CoreSubjects.run(partition, run)));
    }

    private static void purge(Map<String, Object> request) {
        World.get()
                .jetStream()
                .call(ApiSubjects.streamPurge(StreamCatalogue.RUNS.name()), request)
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    /** A record that was damaged on its way: its chain does not follow. The next one follows as if it did. */
    public LogWriter damaged(String line) {
        return store(RunRecord.following(
                Chain.START, run, RecordKind.CHUNKS, fence, seq, Optional.empty(), Body.of("x" + line + "\n")));
    }

    /** A claim that says that records up to this one are lost from the log and stored. */
    public LogWriter claimWithJump(long base) {
        fence++;
        var body = new ClaimBody(fence, seq, base, "link", Optional.empty(), "dispatch-1");
        seq = base + 1;
        chain = Chain.START;
        return append(RecordKind.CLAIM, Optional.empty(), Body.of(Json.bytes(body)));
    }

    private LogWriter append(RecordKind kind, Optional<Fragment> fragment, Body body) {
        return store(RunRecord.following(chain, run, kind, fence, seq, fragment, body));
    }

    private LogWriter store(RunRecord record) {
        AppendOutcome outcome =
                World.get().log().append(partition, record, last).await().atMost(Duration.ofSeconds(5));
        if (!(outcome instanceof AppendOutcome.Appended appended)) {
            throw new AssertionError(outcome.toString());
        }
        last = appended.streamSequence();
        chain = record.chain();
        seq = record.nextSeq();
        return this;
    }
}
