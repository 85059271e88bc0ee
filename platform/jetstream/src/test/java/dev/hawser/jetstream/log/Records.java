package dev.hawser.jetstream.log;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.jetstream.support.Waiting;
import java.util.Optional;

/** Writes logs as dispatch does. */
public final class Records {

    private final RunLog log;
    private final int partition;
    private final String run = Ids.next(IdPrefix.RUN);
    private Chain chain = Chain.START;
    private long seq = 1;
    private long last;

    public Records(RunLog log, int partition) {
        this.log = log;
        this.partition = partition;
    }

    public String run() {
        return run;
    }

    public long last() {
        return last;
    }

    public RunRecord claim() {
        var body = new ClaimBody(1, 1, 0, "link", Optional.empty(), "dispatch-1");
        return RunRecord.following(chain, run, RecordKind.CLAIM, 1, seq, Optional.empty(), Body.of(Json.bytes(body)));
    }

    public RunRecord chunks(String body) {
        return RunRecord.following(chain, run, RecordKind.CHUNKS, 1, seq, Optional.empty(), Body.of(body));
    }

    /** Appends a record that is expected to be stored. */
    public Records append(RunRecord record) {
        AppendOutcome outcome = Waiting.await(log.append(partition, record, last));
        if (!(outcome instanceof AppendOutcome.Appended appended)) {
            throw new AssertionError(outcome.toString());
        }
        last = appended.streamSequence();
        chain = record.chain();
        seq = record.nextSeq();
        return this;
    }

    /** Appends a claim and so many chunks records. */
    public Records write(int chunks) {
        append(claim());
        for (int i = 1; i <= chunks; i++) {
            append(chunks("{\"i\":" + i + "}"));
        }
        return this;
    }
}
