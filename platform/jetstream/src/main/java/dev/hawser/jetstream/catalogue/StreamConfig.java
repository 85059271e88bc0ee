package dev.hawser.jetstream.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.jetstream.StreamDefinition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The settings of a stream as the server's API spells them; durations in nanoseconds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record StreamConfig(
        @JsonProperty("name") String name,
        @JsonProperty("subjects") List<String> subjects,
        @JsonProperty("retention") String retention,
        @JsonProperty("storage") String storage,
        @JsonProperty("discard") String discard,
        @JsonProperty("max_bytes") long maxBytes,
        @JsonProperty("max_age") long maxAge,
        @JsonProperty("max_msgs_per_subject") long maxMessagesPerSubject,
        @JsonProperty("duplicate_window") long duplicateWindow,
        @JsonProperty("num_replicas") int replicas,
        @JsonProperty("allow_direct") boolean allowDirect,
        @JsonProperty("allow_rollup_hdrs") boolean allowRollup,
        @JsonProperty("deny_delete") boolean denyDelete,
        @JsonProperty("allow_msg_ttl") boolean allowMessageTtl,
        @JsonProperty("subject_delete_marker_ttl") long markerTtl,
        @JsonProperty("republish") @Nullable Republish republish) {

    private static final long UNLIMITED = -1;

    StreamConfig {
        subjects = List.copyOf(subjects);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    record Republish(
            @JsonProperty("src") String source,
            @JsonProperty("dest") String destination) {}

    /** A stream of the catalogue. */
    static StreamConfig of(StreamDefinition stream, long maxBytes, int replicas) {
        return new StreamConfig(
                stream.name(),
                stream.subjects(),
                stream.workQueue() ? "workqueue" : "limits",
                "file",
                stream.discardNew() ? "new" : "old",
                maxBytes,
                stream.maxAge().toNanos(),
                UNLIMITED,
                stream.duplicateWindow().toNanos(),
                replicas,
                true,
                false,
                false,
                false,
                0,
                stream.republish()
                        .map(to -> new Republish(to.source(), to.destination()))
                        .orElse(null));
    }

    /** The bucket of the leases: one value per key, which vanishes with a mark that watchers see. */
    static StreamConfig leases(int replicas) {
        long ttl = StreamCatalogue.LEASE_TTL.toNanos();
        return new StreamConfig(
                "KV_" + StreamCatalogue.LEASES,
                List.of("$KV." + StreamCatalogue.LEASES + ".>"),
                "limits",
                "file",
                "new",
                UNLIMITED,
                ttl,
                1,
                ttl,
                replicas,
                true,
                true,
                true,
                true,
                Duration.ofMinutes(1).toNanos(),
                null);
    }

    /** True if nothing has to be changed. */
    boolean isLike(StreamConfig wanted) {
        return differences(wanted).isEmpty() && deviations(wanted).isEmpty();
    }

    /** What differs here from what is wanted, for people; empty if nothing does. */
    List<String> differences(StreamConfig wanted) {
        var found = new ArrayList<String>();
        compare(found, "subjects", subjects, wanted.subjects);
        compare(found, "retention", retention, wanted.retention);
        compare(found, "storage", storage, wanted.storage);
        compare(found, "discard", discard, wanted.discard);
        compare(found, "allow_rollup_hdrs", allowRollup, wanted.allowRollup);
        compare(found, "deny_delete", denyDelete, wanted.denyDelete);
        compare(found, "allow_msg_ttl", allowMessageTtl, wanted.allowMessageTtl);
        compare(found, "max_age", maxAge, wanted.maxAge);
        compare(found, "max_msgs_per_subject", maxMessagesPerSubject, wanted.maxMessagesPerSubject);
        compare(found, "allow_direct", allowDirect, wanted.allowDirect);
        compare(found, "republish", republish, wanted.republish);
        compare(found, "subject_delete_marker_ttl", markerTtl, wanted.markerTtl);
        return found;
    }

    /** What an operator may set differently; worth a line in the log. */
    List<String> deviations(StreamConfig wanted) {
        var found = new ArrayList<String>();
        compare(found, "max_bytes", maxBytes, wanted.maxBytes);
        compare(found, "num_replicas", replicas, wanted.replicas);
        compare(found, "duplicate_window", duplicateWindow, wanted.duplicateWindow);
        return found;
    }

    private static void compare(List<String> found, String name, @Nullable Object is, @Nullable Object wanted) {
        if (!Objects.equals(is, wanted)) {
            found.add(name + " is " + is + ", not " + wanted);
        }
    }
}
