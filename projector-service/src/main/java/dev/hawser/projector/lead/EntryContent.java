package dev.hawser.projector.lead;

import dev.hawser.contract.record.Body;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.jetstream.log.Unreadable;
import java.util.Map;

/** What was stored on a run's subject, be it a record or not. */
final class EntryContent {

    private EntryContent() {}

    static Body body(LogEntry entry) {
        return switch (entry) {
            case StoredRecord stored -> stored.record().body();
            case Unreadable unreadable -> unreadable.body();
        };
    }

    static Map<String, String> headers(LogEntry entry) {
        return switch (entry) {
            case StoredRecord stored -> stored.record().headers();
            case Unreadable unreadable -> unreadable.headers();
        };
    }
}
