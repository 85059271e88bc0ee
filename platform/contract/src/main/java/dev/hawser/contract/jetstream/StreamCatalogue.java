package dev.hawser.contract.jetstream;

import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.subject.CoreSubjects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every JetStream stream and key-value bucket (design 01, 03, 10). */
public final class StreamCatalogue {

    /** Accepted commands until they are carried out. */
    public static final StreamDefinition COMMANDS = new StreamDefinition(
            "HW_COMMANDS",
            List.of(CoreSubjects.ALL_COMMANDS),
            Limits.COMMANDS_STREAM_BYTES,
            Limits.STREAM_MAX_AGE,
            true,
            true,
            Duration.ofMinutes(10),
            Optional.empty());

    /** The logs of the runs. Compare-and-set alone decides here: nothing is published with a duplicate id. */
    public static final StreamDefinition RUNS = new StreamDefinition(
            "HW_RUNS",
            List.of(CoreSubjects.ALL_RUNS),
            Limits.RUNS_STREAM_BYTES,
            Limits.STREAM_MAX_AGE,
            true,
            false,
            Duration.ofMinutes(2),
            Optional.of(new StreamDefinition.Republish(CoreSubjects.ALL_RUNS, CoreSubjects.ALL_LIVE)));

    /** What watchers may have missed. */
    public static final StreamDefinition EVENTS = new StreamDefinition(
            "HW_EVENTS",
            List.of(CoreSubjects.ALL_EVENTS),
            Limits.EVENTS_STREAM_BYTES,
            Limits.EVENTS_MAX_AGE,
            false,
            false,
            Duration.ofMinutes(2),
            Optional.empty());

    /** All of them. */
    public static final List<StreamDefinition> STREAMS = List.of(COMMANDS, RUNS, EVENTS);

    /** The key-value bucket of projector pods and partition leases. */
    public static final String LEASES = "hw_leases";

    /** How long an entry of {@link #LEASES} lives without renewal. */
    public static final Duration LEASE_TTL = Duration.ofSeconds(5);

    private StreamCatalogue() {}

    /** The durable consumer that reads the commands of one partition. */
    public static String commandConsumer(int partition) {
        return "intake-" + partition;
    }
}
