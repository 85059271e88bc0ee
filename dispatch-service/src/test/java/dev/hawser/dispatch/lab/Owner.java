package dev.hawser.dispatch.lab;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import java.util.List;
import java.util.Optional;

/** Somebody with one paired desktop. */
public record Owner(String tenant, String user, String link) {

    /** Who the commands are from. */
    public CreatedBy by() {
        return new CreatedBy("user", user, "Ann");
    }

    /** A message with a new id. */
    public Command.PostMessage message(String thread, String text) {
        return message(thread, Ids.next(IdPrefix.MSG), text);
    }

    /** A message. */
    public Command.PostMessage message(String thread, String message, String text) {
        return new Command.PostMessage(
                tenant,
                user,
                thread,
                message,
                Optional.empty(),
                Ids.runOf(message),
                List.of(Json.mapper().createObjectNode().put("type", "text").put("text", text)),
                Optional.empty(),
                Optional.empty(),
                by(),
                Optional.empty());
    }
}
