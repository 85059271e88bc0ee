package dev.hawser.e2e.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogCheckTest {

    private final List<RunRecord> log = new ArrayList<>();
    private Chain chain = Chain.START;

    @Test
    void aWholeLogHasNoFaults() {
        add(RecordKind.CLAIM, 1, 1);
        add(RecordKind.CHUNKS, 1, 1);
        add(RecordKind.CLAIM, 2, 2);
        add(RecordKind.CHUNKS, 2, 2);
        add(RecordKind.END, 2, 3);

        assertThat(LogCheck.faults(log)).isEmpty();
    }

    @Test
    void aClaimMayJumpAndStartsTheChainAnew() {
        add(RecordKind.CLAIM, 1, 1);
        chain = Chain.START;
        add(RecordKind.CLAIM, 2, 7);
        add(RecordKind.END, 2, 7);

        assertThat(LogCheck.faults(log)).isEmpty();
    }

    @Test
    void aMissingRecordIsAFault() {
        add(RecordKind.CLAIM, 1, 1);
        add(RecordKind.CHUNKS, 1, 1);
        add(RecordKind.CHUNKS, 1, 2);
        add(RecordKind.END, 1, 3);
        log.remove(2);

        assertThat(LogCheck.faults(log)).hasSize(2).allMatch(fault -> fault.startsWith("I4"));
    }

    @Test
    void anOlderFenceAndAnythingBehindTheEndAreFaults() {
        add(RecordKind.CLAIM, 2, 1);
        add(RecordKind.CHUNKS, 1, 1);
        add(RecordKind.END, 2, 2);
        add(RecordKind.CHUNKS, 2, 3);

        assertThat(LogCheck.faults(log)).hasSize(2).allMatch(fault -> fault.startsWith("I3"));
    }

    @Test
    void aLogWithoutAnEndIsAFault() {
        add(RecordKind.CLAIM, 1, 1);

        assertThat(LogCheck.faults(log)).hasSize(1).allMatch(fault -> fault.startsWith("I6"));
    }

    private void add(RecordKind kind, long fence, long seq) {
        RunRecord record = RunRecord.following(chain, "run_x", kind, fence, seq, Optional.empty(), Body.EMPTY);
        chain = record.chain();
        log.add(record);
    }
}
