package dev.hawser.gateway.support;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.contract.event.HawserEvent;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Publishes events of an owner as the other services do. */
public final class Events {

    private final Db.Owner owner;
    private final JetStreamPublisher publisher =
            new JetStreamPublisher(World.get().jetStream());

    public Events(Db.Owner owner) {
        this.owner = owner;
    }

    public void publish(String type, int number) {
        publish(type, number, "");
    }

    public void publish(String type, int number, String text) {
        var event = new HawserEvent(
                Ids.next(IdPrefix.EVT),
                type,
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode().put("number", number).put("text", text));
        publisher
                .publish(CoreSubjects.event(owner.tenant(), owner.id(), type), event.id(), Map.of(), Json.bytes(event))
                .await()
                .atMost(Duration.ofSeconds(5));
    }
}
