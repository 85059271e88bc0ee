package dev.hawser.jetstream.event;

import static dev.hawser.jetstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.event.HawserEvent;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.DirectGet;
import dev.hawser.jetstream.api.DirectReads;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.catalogue.CatalogueInstaller;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.jetstream.service.StackResource;
import io.nats.client.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class EventRelayTest {

    private static final String STREAM = "HW_EVENTS";

    @Inject
    CatalogueInstaller installer;

    @Inject
    EventOutbox outbox;

    @Inject
    EventRelay relay;

    @Inject
    JetStreamPublisher publisher;

    @Inject
    JetStreamApi api;

    @Inject
    DirectReads reads;

    @Inject
    Pool pool;

    private final String tenant = Ids.next(IdPrefix.TNT);
    private final String owner = Ids.next(IdPrefix.USR);

    @BeforeEach
    void applyTheCatalogue() {
        await(installer.apply());
    }

    @Test
    void committedEventsArePublishedInOrderAndForgotten() {
        List<HawserEvent> events = Stream.generate(this::event).limit(150).toList();
        await(pool.withTransaction(transaction -> Uni.join()
                .all(events.stream()
                        .map(event -> outbox.add(transaction, tenant, owner, event))
                        .toList())
                .usingConcurrencyOf(1)
                .andFailFast()));

        relay.relaySoon();

        await().until(() -> published().size() == 150);
        assertThat(published()).isEqualTo(events.stream().map(HawserEvent::id).toList());
        await().until(() -> waiting() == 0);
    }

    @Test
    void anEventOfATransactionThatIsRolledBackIsNeverTold() {
        HawserEvent event = event();

        assertThatThrownBy(() -> await(pool.withTransaction(transaction -> outbox.add(transaction, tenant, owner, event)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back"))))))
                .hasMessageContaining("rolled back");
        HawserEvent later = event();
        await(outbox.add(pool, tenant, owner, later));

        await().until(() -> !published().isEmpty());
        assertThat(published()).containsExactly(later.id());
    }

    @Test
    void anEventWhosePublisherDiedBeforeForgettingItIsToldOnce() {
        HawserEvent event = event();
        String subject = CoreSubjects.event(tenant, owner, event.type());
        await(publisher.publish(subject, event.id(), Map.of(), Json.bytes(event)));
        await(outbox.add(pool, tenant, owner, event));

        relay.relaySoon();

        await().until(() -> waiting() == 0);
        assertThat(published()).containsExactly(event.id());
    }

    @Test
    void eventsWaitWhileTheStreamIsAway() {
        await(api.call("$JS.API.STREAM.DELETE." + STREAM));
        HawserEvent event = event();
        await(outbox.add(pool, tenant, owner, event));
        relay.relaySoon();
        assertThat(waiting()).isEqualTo(1);

        await(installer.apply());

        await().until(() -> waiting() == 0);
        assertThat(published()).containsExactly(event.id());
    }

    @Test
    void anEventThatIsTooLargeIsRefusedBeforeItCanHoldUpOthers() {
        var data = JsonNodeFactory.instance.objectNode().put("text", "x".repeat(EventOutbox.MAX_BYTES));
        var large = new HawserEvent(
                Ids.next(IdPrefix.EVT),
                EventType.RUN_STEP.text(),
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                data);

        assertThatThrownBy(() -> await(outbox.add(pool, tenant, owner, large)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(await(api.call(ApiSubjects.streamInfo(STREAM))).isEmpty()).isFalse();
    }

    private HawserEvent event() {
        return new HawserEvent(
                Ids.next(IdPrefix.EVT),
                EventType.RUN_QUEUED.text(),
                Instant.now(),
                Optional.empty(),
                Optional.of(Ids.next(IdPrefix.RUN)),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode());
    }

    private List<String> published() {
        String filter = "hw.evt." + tenant + '.' + owner + ".>";
        List<Message> messages = await(reads.read(STREAM, DirectGet.from(filter, 1, 1000)));
        return messages.stream()
                .map(message -> Json.read(message.getData(), HawserEvent.class).id())
                .toList();
    }

    private int waiting() {
        return await(pool.preparedQuery("SELECT count(*) FROM event_outbox WHERE tenant = $1")
                        .execute(Tuple.of(tenant)))
                .iterator()
                .next()
                .getInteger(0);
    }
}
