package dev.hawser.jetstream.messaging;

import dev.hawser.contract.subject.Partition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/**
 * The attributes of one channel, see {@link HawserJetStreamConnector}. Each is looked up once: a look takes longer than the
 * rest of a message's way.
 */
final class ChannelSettings {

    /** Stands for the partition in names and subjects. */
    static final String PARTITION = "{partition}";

    private static final char COPY = '$';

    private final Config config;
    private final Map<String, Optional<?>> known = new ConcurrentHashMap<>();

    ChannelSettings(Config config) {
        this.config = config;
    }

    /** The channel; with attribute {@code concurrency} followed by {@code $} and the number of this copy. */
    String channel() {
        return text("channel-name").orElseThrow(() -> new IllegalArgumentException("a channel without a name"));
    }

    boolean isStream() {
        return text("stream").isPresent();
    }

    String stream() {
        return required("stream");
    }

    String consumer() {
        return forPartition(required("consumer"));
    }

    String subject() {
        return forPartition(required("subject"));
    }

    Optional<String> subjectIfSet() {
        return text("subject");
    }

    Optional<String> queue() {
        return text("queue");
    }

    Duration ackWait() {
        return attribute("ack-wait", Duration.class).orElse(Duration.ofSeconds(5));
    }

    int maxInFlight() {
        return attribute("max-in-flight", Integer.class).orElse(1);
    }

    int maxPending() {
        return attribute("max-pending", Integer.class).orElse(1024);
    }

    private String forPartition(String pattern) {
        return pattern.contains(PARTITION) ? pattern.replace(PARTITION, Integer.toString(partition())) : pattern;
    }

    /** The copies of a channel count from 1, partitions from 0. */
    private int partition() {
        String channel = channel();
        int mark = channel.lastIndexOf(COPY);
        int copy = mark < 0 ? 0 : Integer.parseInt(channel.substring(mark + 1));
        if (copy < 1 || copy > Partition.COUNT) {
            throw new IllegalArgumentException("channel " + channel + " names " + PARTITION
                    + ": set its attribute concurrency to " + Partition.COUNT);
        }
        return copy - 1;
    }

    private String required(String name) {
        return text(name)
                .orElseThrow(() -> new IllegalArgumentException("channel " + channel() + ": set attribute " + name));
    }

    private Optional<String> text(String name) {
        return attribute(name, String.class);
    }

    private <T> Optional<T> attribute(String name, Class<T> type) {
        return known.computeIfAbsent(name, missing -> config.getOptionalValue(missing, type))
                .map(type::cast);
    }
}
