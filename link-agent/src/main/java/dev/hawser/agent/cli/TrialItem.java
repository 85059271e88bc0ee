package dev.hawser.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A work item that no service made. */
final class TrialItem {

    private TrialItem() {}

    static WorkItem of(String text) {
        String message = Ids.next(IdPrefix.MSG);
        var part = JsonNodeFactory.instance.objectNode().put("type", "text").put("text", text);
        return new WorkItem(
                Ids.runOf(message),
                Ids.next(IdPrefix.THR),
                message,
                1,
                1,
                1,
                Optional.empty(),
                new WorkMessage(message, "user", List.of(part)),
                List.of(),
                Instant.now().plus(Limits.RUN_DEADLINE),
                new CreatedBy("user", Ids.next(IdPrefix.USR), "link-agent harness test"),
                Optional.empty());
    }
}
