package dev.hawser.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Work items as dispatch makes them. */
public final class WorkItems {

    private WorkItems() {}

    /** A first attempt to answer a message of these text parts. */
    public static WorkItem of(String... texts) {
        String message = Ids.next(IdPrefix.MSG);
        return new WorkItem(
                Ids.runOf(message),
                Ids.next(IdPrefix.THR),
                message,
                1,
                1,
                1,
                Optional.empty(),
                new WorkMessage(
                        message,
                        "user",
                        Stream.of(texts)
                                .map(text -> JsonNodeFactory.instance
                                        .objectNode()
                                        .put("type", "text")
                                        .put("text", text))
                                .<JsonNode>map(part -> part)
                                .toList()),
                List.of(),
                Instant.now().plus(Duration.ofHours(1)),
                new CreatedBy("user", Ids.next(IdPrefix.USR), "Tester"),
                Optional.empty());
    }
}
