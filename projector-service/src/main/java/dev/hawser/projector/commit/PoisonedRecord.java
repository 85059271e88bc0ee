package dev.hawser.projector.commit;

import dev.hawser.contract.record.Body;
import dev.hawser.projector.fold.StorableText;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A record that cannot be folded, kept for people; its texts are such as Postgres stores.
 *
 * @param reason why
 */
public record PoisonedRecord(String run, long streamSequence, String reason, Map<String, String> headers, Body body) {

    private static final int MAX_REASON_CHARS = 2_000;

    public PoisonedRecord {
        reason = StorableText.cut(reason, MAX_REASON_CHARS);
        headers = headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> StorableText.clean(entry.getKey()),
                        entry -> StorableText.clean(entry.getValue()),
                        (one, other) -> one));
    }
}
