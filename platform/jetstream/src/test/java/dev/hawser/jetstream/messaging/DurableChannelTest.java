package dev.hawser.jetstream.messaging;

import static dev.hawser.jetstream.messaging.Channels.metadata;
import static dev.hawser.jetstream.messaging.Channels.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.catalogue.TestCatalogue;
import dev.hawser.jetstream.support.TestBroker;
import dev.hawser.jetstream.support.TestPod;
import dev.hawser.jetstream.support.Waiting;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableChannelTest {

    private static final int PARTITION = 5;
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private TestBroker broker;
    private TestPod gateway;
    private TestPod one;
    private TestPod two;
    private Vertx vertx;
    private String thread;

    @BeforeEach
    void start() {
        broker = new TestBroker(folder);
        gateway = broker.pod("gateway", "gateway-1");
        one = broker.pod("dispatch", "dispatch-1");
        two = broker.pod("dispatch", "dispatch-2");
        vertx = Vertx.vertx();
        thread = Channels.threadOf(PARTITION);
        TestCatalogue.apply(one);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        gateway.close();
        one.close();
        two.close();
        broker.close();
    }

    @Test
    void aPartitionIsReadInOrderAndTheNextWaitsForTheAcknowledgement() {
        send("a", "b", "c");
        var receiver = receive(one, "PT5S");

        await().until(() -> receiver.messages().size() == 1);
        await().during(Duration.ofMillis(300)).until(() -> receiver.messages().size() == 1);
        assertThat(metadata(receiver.last()).messageId()).contains(thread + ":a");
        assertThat(metadata(receiver.last()).deliveryCount()).isEqualTo(1);
        done(receiver.last().ack());
        await().until(() -> receiver.messages().size() == 2);
        done(receiver.last().ack());
        await().until(() -> receiver.messages().size() == 3);
        done(receiver.last().ack());

        assertThat(receiver.texts()).containsExactly("a", "b", "c");
        await().untilAsserted(() -> assertThat(stored()).isZero());
    }

    @Test
    void aFailedMessageComesAgainAfterADelayAndThoseBehindItWait() {
        send("a", "b");
        var receiver = receive(one, "PT5S");
        await().until(() -> receiver.messages().size() == 1);

        Instant failed = Instant.now();
        done(receiver.last().nack(new IllegalStateException("the database is away")));
        await().until(() -> receiver.messages().size() == 2);

        assertThat(Duration.between(failed, Instant.now())).isGreaterThan(Duration.ofMillis(190));
        assertThat(receiver.texts()).containsExactly("a", "a");
        assertThat(metadata(receiver.last()).deliveryCount()).isEqualTo(2);
        done(receiver.last().ack());
        await().until(() -> text(receiver.last()).equals("b"));
    }

    @Test
    void theDelayRisesWithTheDeliveriesUpToFiveSeconds() {
        assertThat(IntStream.rangeClosed(1, 8)
                        .mapToObj(count -> Delivery.delay(count).toMillis()))
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    }

    @Test
    void aMessageThatIsGivenUpNeverComesAgain() {
        send("a", "b");
        var receiver = receive(one, "PT1S");
        await().until(() -> receiver.messages().size() == 1);

        done(receiver.last().nack(new DeliveryTerminatedException("dead-lettered")));

        await().until(() -> text(receiver.last()).equals("b"));
        done(receiver.last().ack());
        await().during(Duration.ofMillis(1500)).until(() -> receiver.messages().size() == 2);
        assertThat(stored()).isZero();
    }

    @Test
    void aMessageThatTakesLongIsNotDeliveredToAnother() {
        send("slow");
        var first = receive(one, "PT1S");
        await().until(() -> first.messages().size() == 1);
        var second = receive(two, "PT1S");

        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> second.messages().isEmpty());
        done(first.last().ack());

        send("next");
        await().until(() -> first.messages().size() + second.messages().size() == 2);
    }

    @Test
    void twoPodsShareAPartitionAndTheDeathOfOneHandsItsMessageOver() {
        var first = receive(one, "PT1S");
        send("a");
        await().until(() -> first.messages().size() == 1);
        var second = receive(two, "PT1S");
        send("b");

        one.close();

        await().atMost(SOON).until(() -> second.messages().size() == 1);
        assertThat(text(second.last())).isEqualTo("a");
        assertThat(metadata(second.last()).deliveryCount()).isEqualTo(2);
        done(second.last().ack());
        await().until(() -> text(second.last()).equals("b"));
    }

    @Test
    void aCrashOfTheServerIsSurvivedWithoutLoss() {
        var receiver = receive(one, "PT1S");
        send("before");
        await().until(() -> receiver.messages().size() == 1);
        done(receiver.last().ack());

        broker.server().kill();
        broker.server().restart();
        gateway.awaitConnected();
        send("after");

        await().atMost(Duration.ofSeconds(20)).until(() -> text(receiver.last()).equals("after"));
        done(receiver.last().ack());
        await().untilAsserted(() -> assertThat(stored()).isZero());
    }

    @Test
    void aChannelGoesOnWhenItsConnectionIsGivenUp() throws Exception {
        var receiver = receive(one, "PT1S");
        send("before");
        await().until(() -> receiver.messages().size() == 1);
        done(receiver.last().ack());

        one.nats().connection().close();
        send("after");

        await().atMost(Duration.ofSeconds(20)).until(() -> text(receiver.last()).equals("after"));
        done(receiver.last().ack());
        await().untilAsserted(() -> assertThat(stored()).isZero());
        assertThat(receiver.messages()).hasSize(2);
    }

    @Test
    void aMessageInWorkWhileTheServerCrashesComesAgain() {
        var receiver = receive(one, "PT1S");
        send("a");
        await().until(() -> receiver.messages().size() == 1);

        broker.server().kill();
        var answer = receiver.last().ack();
        broker.server().restart();
        one.awaitConnected();
        done(answer);

        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.messages().size() == 2);
        assertThat(receiver.texts()).containsExactly("a", "a");
        done(receiver.last().ack());
    }

    @Test
    void aChannelThatStopsGivesItsMessagesToOthers() {
        var first = receive(one, "PT1S");
        send("a");
        await().until(() -> first.messages().size() == 1);
        done(first.last().ack());
        first.stop();
        var second = receive(two, "PT1S");

        send("b", "c");

        await().until(() -> second.messages().size() == 1);
        assertThat(text(second.last())).isEqualTo("b");
        assertThat(first.messages()).hasSize(1);
    }

    @Test
    void aPatternWithPartitionsNeedsACopyPerPartition() {
        Map<String, String> attributes = Map.of(
                "channel-name", "commands", "stream", "S", "consumer", "intake-{partition}", "subject", "hw.cmd.1.*");

        assertThatThrownBy(() -> new ChannelSettings(Channels.config(attributes)).consumer())
                .hasMessageContaining("concurrency");
    }

    private Channels.Receiver receive(TestPod pod, String ackWait) {
        return new Channels.Receiver(Channels.commands(pod, vertx, PARTITION, ackWait));
    }

    private void send(String... texts) {
        List.of(texts).forEach(text -> Channels.send(gateway, thread, text));
    }

    private long stored() {
        return Waiting.await(gateway.api().call(ApiSubjects.streamInfo(StreamCatalogue.COMMANDS.name())))
                .at("/state/messages")
                .asLong();
    }

    private static void done(CompletionStage<Void> answer) {
        assertThat(answer).succeedsWithin(SOON);
    }
}
