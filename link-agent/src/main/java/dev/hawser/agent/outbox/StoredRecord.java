package dev.hawser.agent.outbox;

import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import java.util.Optional;

/**
 * A record with its place in the run's log. Neither seq nor bytes change any more: it may have been sent. The fence is
 * added when it is sent.
 */
public record StoredRecord(long seq, RecordKind kind, Optional<Fragment> fragment, Body body) {

    /** What it takes of the limits. */
    long bytes() {
        return body.size();
    }
}
