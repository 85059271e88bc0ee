package dev.hawser.projector.fold;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the log of one run as dispatch would. */
public final class TestLog {

    private final String run;
    private final List<RunRecord> records = new ArrayList<>();
    private Chain chain = Chain.START;
    private long fence;
    private long attempt;
    private long nextSeq = 1;

    public TestLog(String run) {
        this.run = run;
    }

    /** A new attempt, from the next seq on. */
    public RunRecord claim() {
        fence++;
        attempt++;
        return add(RecordKind.CLAIM, Optional.empty(), claimBody(nextSeq, 0));
    }

    /** The log was lost: a claim of the present fence begins a new chain after {@code base}. */
    public RunRecord claimAfterLoss(long from, long base) {
        chain = Chain.START;
        nextSeq = Math.max(base, from - 1) + 1;
        return add(RecordKind.CLAIM, Optional.empty(), claimBody(from, base));
    }

    public RunRecord chunks(String... lines) {
        return add(RecordKind.CHUNKS, Optional.empty(), Body.of(String.join("\n", lines) + "\n"));
    }

    public RunRecord fragment(int index, int count, String piece) {
        return add(RecordKind.CHUNKS, Optional.of(new Fragment(index, count)), Body.of(piece));
    }

    public RunRecord fragment(int index, int count, Body piece) {
        return add(RecordKind.CHUNKS, Optional.of(new Fragment(index, count)), piece);
    }

    public RunRecord end(EndBody end) {
        return add(RecordKind.END, Optional.empty(), Body.of(Json.bytes(end)));
    }

    public RunRecord raw(RecordKind kind, String body) {
        return add(kind, Optional.empty(), Body.of(body));
    }

    public List<RunRecord> records() {
        return List.copyOf(records);
    }

    private Body claimBody(long from, long base) {
        return Body.of(Json.bytes(new ClaimBody(attempt, from, base, "link", Optional.of("lnk_x"), "pod")));
    }

    private RunRecord add(RecordKind kind, Optional<Fragment> fragment, Body body) {
        RunRecord record = RunRecord.following(chain, run, kind, fence, nextSeq, fragment, body);
        chain = record.chain();
        nextSeq = record.nextSeq();
        records.add(record);
        return record;
    }
}
