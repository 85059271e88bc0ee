package dev.hawser.jetstream.consumer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of a consumer as the server's API spells them; durations in nanoseconds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record ConsumerConfig(
        @JsonProperty("name") String name,
        @JsonProperty("durable_name") @Nullable String durableName,
        @JsonProperty("deliver_policy") String deliverPolicy,
        @JsonProperty("opt_start_seq") @Nullable Long startSequence,
        @JsonProperty("ack_policy") String ackPolicy,
        @JsonProperty("ack_wait") @Nullable Long ackWait,
        @JsonProperty("max_deliver") int maxDeliver,
        @JsonProperty("max_ack_pending") @Nullable Integer maxAckPending,
        @JsonProperty("filter_subject") String filterSubject,
        @JsonProperty("replay_policy") String replayPolicy,
        @JsonProperty("mem_storage") @Nullable Boolean memoryStorage,
        @JsonProperty("num_replicas") int replicas,
        @JsonProperty("inactive_threshold") @Nullable Long inactiveThreshold) {

    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

    /** A consumer of one reader: in memory, without acknowledgements, gone soon after its reader. */
    static ConsumerConfig ordered(String name, ReadPlan plan, long fromSequence) {
        boolean latest = plan.fromSequence().isEmpty();
        return new ConsumerConfig(
                name,
                null,
                latest ? "last_per_subject" : "by_start_sequence",
                latest ? null : fromSequence,
                "none",
                null,
                1,
                null,
                plan.filter(),
                "instant",
                true,
                1,
                FORGOTTEN_AFTER.toNanos());
    }

    /** A durable consumer that all pods share, which keeps the order: one message at a time, until it is acknowledged. */
    public static ConsumerConfig oneAtATime(String name, String filter, Duration ackWait) {
        return new ConsumerConfig(
                name, name, "all", null, "explicit", ackWait.toNanos(), -1, 1, filter, "instant", null, 0, null);
    }

    /** The body of the request that creates a consumer. */
    @RegisterForReflection
    public record Create(
            @JsonProperty("stream_name") String stream,
            @JsonProperty("config") ConsumerConfig config) {}

    /** The request for messages. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    public record Next(
            @JsonProperty("batch") long batch,
            @JsonProperty("max_bytes") @Nullable Long maxBytes,
            @JsonProperty("expires") long expires,
            @JsonProperty("idle_heartbeat") long idleHeartbeat) {

        private static final Duration EXPIRES = Duration.ofSeconds(30);

        /** How often a waiting consumer says that it is there. */
        public static final Duration HEARTBEAT = Duration.ofSeconds(1);

        /** A request for so many messages, which waits for 30 s. */
        public static Next of(long batch, @Nullable Long maxBytes) {
            return new Next(batch, maxBytes, EXPIRES.toNanos(), HEARTBEAT.toNanos());
        }
    }
}
