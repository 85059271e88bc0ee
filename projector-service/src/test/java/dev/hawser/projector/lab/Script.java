package dev.hawser.projector.lab;

import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.harness.chunk.Chunks;
import dev.hawser.projector.fold.TestLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one run's log, record by record, as its runner and dispatch do. */
public final class Script {

    private final TestDispatch dispatch;
    private final Rows.TestRun run;
    private final TestLog log;

    public Script(TestDispatch dispatch, Rows.TestRun run) {
        this.dispatch = dispatch;
        this.run = run;
        this.log = new TestLog(run.id());
    }

    public Script claim() {
        return append(log.claim());
    }

    public Script claimAfterLoss(long from, long base) {
        return append(log.claimAfterLoss(from, base));
    }

    /** The first record of an answer: its text begins. */
    public Script begin() {
        return chunks(Chunks.line(Chunks.start()), Chunks.line(Chunks.textStart("0")));
    }

    public Script say(String text) {
        return chunks(Chunks.line(Chunks.textDelta("0", text)));
    }

    public Script chunks(String... lines) {
        return append(log.chunks(lines));
    }

    /** A chunk that is larger than a record: one record for each piece. */
    public Script large(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int count = Math.ceilDiv(bytes.length, Limits.RECORD_BYTES);
        for (int i = 0; i < count; i++) {
            int end = Math.min(bytes.length, (i + 1) * Limits.RECORD_BYTES);
            append(log.fragment(i + 1, count, Body.of(Arrays.copyOfRange(bytes, i * Limits.RECORD_BYTES, end))));
        }
        return this;
    }

    /** The last records of an answer: its text ends, and the run with it. */
    public Script finish() {
        chunks(Chunks.line(Chunks.textEnd("0")), Chunks.line(Chunks.finish("stop")));
        return end(EndBody.succeeded());
    }

    public Script end(EndBody end) {
        return append(log.end(end));
    }

    public Script raw(RecordKind kind, String body) {
        return append(log.raw(kind, body));
    }

    /** Made, but lost before it was stored. */
    public Script lose(String text) {
        log.chunks(Chunks.line(Chunks.textDelta("0", text)));
        return this;
    }

    /** Stores a record that was made before once more. */
    public Script again(RunRecord record) {
        return append(record);
    }

    public RunRecord last() {
        return log.records().getLast();
    }

    private Script append(RunRecord record) {
        dispatch.append(run.partition(), record);
        return this;
    }
}
