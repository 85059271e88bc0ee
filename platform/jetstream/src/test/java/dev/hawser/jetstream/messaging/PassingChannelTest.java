package dev.hawser.jetstream.messaging;

import static dev.hawser.jetstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.notice.SettledNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.JetStreamUnavailableException;
import dev.hawser.jetstream.catalogue.TestCatalogue;
import dev.hawser.jetstream.support.TestBroker;
import dev.hawser.jetstream.support.TestPod;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassingChannelTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestPod dispatch;
    private static TestPod projector;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        broker = new TestBroker(folder);
        dispatch = broker.pod("dispatch", "dispatch-1");
        projector = broker.pod("projector", "projector-1");
        vertx = Vertx.vertx();
        TestCatalogue.apply(dispatch);
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        dispatch.close();
        projector.close();
        broker.close();
    }

    @Test
    void noticesOfAllPartitionsArrive() throws Exception {
        var receiver = settled("1024");

        projector.publisher().notify(CoreSubjects.settledNotice(4), new SettledNotice("run_1", "thr_1", "succeeded"));
        projector.publisher().notify(CoreSubjects.settledNotice(9), new SettledNotice("run_2", "thr_2", "failed"));

        await().until(() -> receiver.messages().size() == 2);
        assertThat(receiver.texts().getFirst()).contains("run_1").contains("succeeded");
        assertThat(Channels.metadata(receiver.last()).subject()).isEqualTo(CoreSubjects.settledNotice(9));
        receiver.stop();
    }

    @Test
    void whatExceedsTheLimitIsDroppedAndTheRestStillArrives() throws Exception {
        var receiver = settled("3");
        for (int i = 0; i < 5; i++) {
            projector
                    .publisher()
                    .notify(CoreSubjects.settledNotice(4), new SettledNotice("run_" + i, "thr_1", "failed"));
        }
        await().during(Duration.ofMillis(300)).until(() -> receiver.messages().size() == 3);

        receiver.messages().forEach(message -> assertThat(message.ack()).succeedsWithin(SOON));
        projector.publisher().notify(CoreSubjects.settledNotice(4), new SettledNotice("run_9", "thr_1", "failed"));

        await().until(() -> receiver.messages().size() == 4);
        assertThat(receiver.texts().getLast()).contains("run_9");
        receiver.stop();
    }

    @Test
    void anOutgoingMessageIsAcknowledgedWhenJetStreamHasItOnce() {
        String subject = CoreSubjects.event("tnt_1", "usr_1", "run.queued");

        send(Map.of("channel-name", "events", "stream", "HW_EVENTS"), JetStreamMetadata.to(subject, "evt_1"))
                .join();
        send(Map.of("channel-name", "events", "stream", "HW_EVENTS"), JetStreamMetadata.to(subject, "evt_1"))
                .join();

        assertThat(await(dispatch.api().call(ApiSubjects.streamInfo("HW_EVENTS")))
                        .at("/state/messages")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anOutgoingMessageThatNoStreamTakesIsReportedToItsSender() {
        var sent = send(
                Map.of("channel-name", "events", "stream", "HW_EVENTS"),
                JetStreamMetadata.to("hw.notice.intake.1", "evt_2"));

        assertThat(sent).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(JetStreamUnavailableException.class);
    }

    private static Channels.Receiver settled(String maxPending) throws Exception {
        var receiver = new Channels.Receiver(Channels.incoming(
                dispatch,
                vertx,
                Map.of(
                        "channel-name",
                        "settled",
                        "subject",
                        CoreSubjects.ALL_SETTLED,
                        "queue",
                        "dispatch",
                        "max-pending",
                        maxPending)));
        dispatch.nats().connection().flush(SOON);
        return receiver;
    }

    @SuppressWarnings("unchecked")
    private static CompletableFuture<Void> send(Map<String, String> attributes, JetStreamMetadata metadata) {
        var outcome = new CompletableFuture<Void>();
        var subscriber = (Flow.Subscriber<Message<?>>)
                Channels.connector(dispatch, vertx).getSubscriber(Channels.config(attributes));
        Message<String> message = Message.of(
                "{}",
                Metadata.of(metadata),
                () -> {
                    outcome.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    outcome.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                });
        Multi.createFrom().<Message<?>>item(message).subscribe(subscriber);
        return outcome;
    }
}
