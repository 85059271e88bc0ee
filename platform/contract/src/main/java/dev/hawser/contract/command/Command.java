package dev.hawser.contract.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.work.Target;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway accepted and dispatch carries out: the body of a message in HW_COMMANDS.
 *
 * <p>The thread is named by the subject and, so that the body can be read alone, here; tenant and owner are the thread's.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.PostMessage.class, name = "post_message"),
    @JsonSubTypes.Type(value = Command.CancelRun.class, name = "cancel_run"),
    @JsonSubTypes.Type(value = Command.RemoveQueued.class, name = "remove_queued"),
    @JsonSubTypes.Type(value = Command.RetryRun.class, name = "retry_run"),
    @JsonSubTypes.Type(value = Command.DeleteThread.class, name = "delete_thread"),
})
public sealed interface Command {

    /** The thread that the command is about. */
    String threadId();

    /** The tenant of the thread. */
    String tenant();

    /** The owner of the thread. */
    String owner();

    /** The thing that the command is about: part of its duplicate id. */
    String subjectId();

    /** The text that names this kind in duplicate ids and notices. */
    String kindText();

    /**
     * A message of a user, to be answered by a run.
     *
     * @param parts the parts as the client sent them
     */
    record PostMessage(
            String tenant,
            String owner,
            String threadId,
            String messageId,
            Optional<String> clientId,
            String runId,
            List<JsonNode> parts,
            Optional<Target> target,
            Optional<String> harness,
            CreatedBy createdBy,
            Optional<String> traceparent)
            implements Command {

        public PostMessage {
            parts = List.copyOf(parts);
        }

        @Override
        public String subjectId() {
            return messageId;
        }

        @Override
        public String kindText() {
            return "post_message";
        }
    }

    /** A run is to be stopped, whatever its state. */
    record CancelRun(String tenant, String owner, String threadId, String runId, CreatedBy by) implements Command {

        @Override
        public String subjectId() {
            return runId;
        }

        @Override
        public String kindText() {
            return "cancel_run";
        }
    }

    /** A run that waits is to be taken from its queue. */
    record RemoveQueued(String tenant, String owner, String threadId, String runId, CreatedBy by) implements Command {

        @Override
        public String subjectId() {
            return runId;
        }

        @Override
        public String kindText() {
            return "remove_queued";
        }
    }

    /** The message of a failed run is to be answered again, by a new run. */
    record RetryRun(String tenant, String owner, String threadId, String runId, String newRunId, CreatedBy by)
            implements Command {

        @Override
        public String subjectId() {
            return newRunId;
        }

        @Override
        public String kindText() {
            return "retry_run";
        }
    }

    /** A thread and all of its content is to be deleted. */
    record DeleteThread(String tenant, String owner, String threadId, CreatedBy by) implements Command {

        @Override
        public String subjectId() {
            return threadId;
        }

        @Override
        public String kindText() {
            return "delete_thread";
        }
    }
}
