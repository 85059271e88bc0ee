package dev.hawser.jetstream.messaging;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.jetstream.support.TestPod;
import dev.hawser.jetstream.support.Waiting;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Channels of the connector without a container. */
final class Channels {

    private Channels() {}

    /** The commands of a partition as a pod reads them. */
    static Multi<? extends Message<?>> commands(TestPod pod, Vertx vertx, int partition, String ackWait) {
        return incoming(
                pod,
                vertx,
                Map.of(
                        "channel-name", "commands$" + (partition + 1),
                        "stream", "HW_COMMANDS",
                        "consumer", "intake-{partition}",
                        "subject", "hw.cmd.{partition}.*",
                        "ack-wait", ackWait));
    }

    static Multi<? extends Message<?>> incoming(TestPod pod, Vertx vertx, Map<String, String> attributes) {
        return Multi.createFrom().publisher(connector(pod, vertx).getPublisher(config(attributes)));
    }

    static HawserJetStreamConnector connector(TestPod pod, Vertx vertx) {
        return new HawserJetStreamConnector(pod.api(), pod.inbox(), pod.publisher(), vertx);
    }

    static SmallRyeConfig config(Map<String, String> attributes) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(attributes, "test", 100))
                .build();
    }

    /** A thread of a partition. */
    static String threadOf(int partition) {
        String thread;
        do {
            thread = Ids.next(IdPrefix.THR);
        } while (Partition.of(thread) != partition);
        return thread;
    }

    static void send(TestPod gateway, String thread, String text) {
        Waiting.await(gateway.publisher()
                .publish(
                        CoreSubjects.command(thread),
                        thread + ':' + text,
                        Map.of(),
                        text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Message<?> message) {
        return new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
    }

    static JetStreamMetadata metadata(Message<?> message) {
        return message.getMetadata(JetStreamMetadata.class).orElseThrow();
    }

    /** Keeps what arrives; a test acknowledges by hand. */
    static final class Receiver {

        private final List<Message<?>> messages = new CopyOnWriteArrayList<>();
        private final Cancellable subscription;

        Receiver(Multi<? extends Message<?>> channel) {
            subscription = channel.subscribe().with(messages::add, failure -> {
                throw new AssertionError(failure);
            });
        }

        List<Message<?>> messages() {
            return messages;
        }

        Message<?> last() {
            return messages.getLast();
        }

        List<String> texts() {
            return messages.stream().map(Channels::text).toList();
        }

        void stop() {
            subscription.cancel();
        }
    }
}
