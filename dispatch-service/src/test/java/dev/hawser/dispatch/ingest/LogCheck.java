package dev.hawser.dispatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a reader checks of a log from its records alone: I3 and I4. */
public final class LogCheck {

    private final SortedMap<Long, RunRecord> visible = new TreeMap<>();
    private Chain chain = Chain.START;
    private long fence;
    private long next;
    private boolean ended;

    private LogCheck() {}

    /** Checks a whole log; gives what a reader shows of it, by seq. */
    public static SortedMap<Long, RunRecord> visible(List<RunRecord> log) {
        var check = new LogCheck();
        log.forEach(check::add);
        return check.visible;
    }

    private void add(RunRecord record) {
        assertThat(ended).as("I3: %s follows an end", record.id()).isFalse();
        if (record.kind() == RecordKind.CLAIM) {
            claim(record);
        } else {
            assertThat(record.fence()).as("I3: the fence of %s", record.id()).isEqualTo(fence);
            assertThat(record.seq()).as("I4: the seq of %s", record.id()).isEqualTo(next);
            assertThat(visible.put(record.seq(), record))
                    .as("I4: %s is there once", record.id())
                    .isNull();
        }
        assertThat(record.follows(chain)).as("I4: the chain at %s", record.id()).isTrue();
        chain = record.chain();
        next = record.nextSeq();
        ended = record.kind() == RecordKind.END;
    }

    private void claim(RunRecord record) {
        ClaimBody body = Json.read(record.body().bytes(), ClaimBody.class);
        assertThat(record.fence())
                .as("I3: the fence of claim %s", record.id())
                .isGreaterThanOrEqualTo(Math.max(1, fence));
        if (record.seq() != next) {
            assertThat(record.seq())
                    .as("I4: the jump of %s is explained by what is durable or by its attempt", record.id())
                    .isGreaterThan(next)
                    .isIn(body.base() + 1, body.from());
            chain = Chain.START;
        }
        fence = record.fence();
        visible.headMap(body.from()).clear();
    }
}
