package dev.hawser.projector.lease;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.subject.Partition;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys of the bucket: {@code pod.<id>} for a live pod, {@code projector.<partition>} for a lease. */
final class LeaseKeys {

    private static final String POD = "pod.";
    private static final String PARTITION = "projector.";

    private LeaseKeys() {}

    /**
     * The value of an entry.
     *
     * @param pod who wrote it
     * @param instance which process of that pod: a restarted one takes over the entries of the one before
     */
    record Holder(String pod, String instance) {

        byte[] bytes() {
            return Json.bytes(this);
        }

        static Optional<Holder> of(Body value) {
            try {
                return Optional.of(Json.read(value.bytes(), Holder.class));
            } catch (MalformedJsonException e) {
                return Optional.empty();
            }
        }
    }

    static String pod(String id) {
        return POD + id;
    }

    static String partition(int partition) {
        return PARTITION + partition;
    }

    static Optional<String> podOf(String key) {
        return key.startsWith(POD) ? Optional.of(key.substring(POD.length())) : Optional.empty();
    }

    static OptionalInt partitionOf(String key) {
        if (key.startsWith(PARTITION)) {
            try {
                int partition = Integer.parseInt(key.substring(PARTITION.length()));
                return partition >= 0 && partition < Partition.COUNT ? OptionalInt.of(partition) : OptionalInt.empty();
            } catch (NumberFormatException e) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
