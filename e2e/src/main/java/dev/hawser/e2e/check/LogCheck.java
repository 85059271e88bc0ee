package dev.hawser.e2e.check;

import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** I3 and I4: a log without gap, duplicate or reordering, written by the newest claim only, closed by its end. */
final class LogCheck {

    private final List<String> faults = new ArrayList<>();
    private Chain chain = Chain.START;
    private long fence;
    private long next = 1;
    private boolean ended;

    private LogCheck() {}

    /** What is wrong with a whole log; empty if nothing is. */
    static List<String> faults(List<RunRecord> records) {
        var check = new LogCheck();
        records.forEach(check::take);
        if (!check.ended) {
            check.faults.add("I6: the log of " + records.size() + " records has no end");
        }
        return check.faults;
    }

    private void take(RunRecord record) {
        if (ended) {
            faults.add("I3: " + record.id() + " stands behind the end");
        }
        if (record.kind() == RecordKind.CLAIM) {
            claim(record);
        } else {
            entry(record);
        }
        next = record.nextSeq();
        chain = record.chain();
        ended |= record.kind() == RecordKind.END;
    }

    private void claim(RunRecord record) {
        if (record.fence() <= fence) {
            faults.add("I3: the claim " + record.id() + " is not newer than fence " + fence);
        }
        fence = record.fence();
        boolean jump = record.seq() > next;
        if (!record.follows(jump ? Chain.START : chain)) {
            faults.add("I4: the chain is broken at " + record.id());
        }
    }

    private void entry(RunRecord record) {
        if (record.fence() != fence) {
            faults.add("I3: " + record.id() + " was written under another fence than the claim's " + fence);
        }
        if (record.seq() != next) {
            faults.add("I4: " + record.id() + " stands where " + next + " should");
        }
        if (!record.follows(chain)) {
            faults.add("I4: the chain is broken at " + record.id());
        }
    }
}
