package dev.hawser.gateway.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.notice.IntakeNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.LastMessage;
import dev.hawser.tunnel.connection.NatsConnections;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The far side of the commands of one thread: sees what is published and answers as intake does. */
public final class Intake implements AutoCloseable {

    private final String subject;
    private final List<Command> seen = new CopyOnWriteArrayList<>();
    private final NatsConnections.Subscription subscription;

    /**
     * Listens to the thread's subject.
     *
     * @param answer the code of a notice, empty for a good one; null to send none
     */
    public Intake(String thread, Function<Command, @Nullable Optional<String>> answer) {
        NatsConnections core = World.get().core();
        this.subject = CoreSubjects.command(thread);
        this.subscription = core.subscribe(subject, null, message -> {
            Command command = Json.read(message.getData(), Command.class);
            seen.add(command);
            Optional<String> code = answer.apply(command);
            if (code != null) {
                core.publish(
                        CoreSubjects.intakeNotice(Partition.of(thread)),
                        Json.bytes(IntakeNotice.of(CommandIdentity.of(command), code)));
            }
        });
        assertThat(core.confirm()).isTrue();
    }

    /** Intake that carries everything out. */
    public static Intake accepting(String thread) {
        return new Intake(thread, command -> Optional.empty());
    }

    /** The commands so far; waits for those that are stored and still on their way here. */
    public List<Command> seen() {
        await().until(() -> seen.size() >= stored());
        return seen;
    }

    /** How many commands of the thread are stored. */
    public long stored() {
        JsonNode info = World.get()
                .jetStream()
                .call(ApiSubjects.streamInfo(StreamCatalogue.COMMANDS.name()), Map.of("subjects_filter", subject))
                .await()
                .atMost(Duration.ofSeconds(5));
        return info.path("state").path("subjects").path(subject).asLong();
    }

    /** The duplicate id of the last stored command. */
    public String lastMessageId() {
        Headers headers = LastMessage.of(World.get().jetStream(), StreamCatalogue.COMMANDS.name(), subject)
                .await()
                .atMost(Duration.ofSeconds(5))
                .orElseThrow()
                .getHeaders();
        return headers == null ? "" : String.valueOf(headers.getLast("Nats-Msg-Id"));
    }

    /** Takes the thread's commands from the stream, as the acknowledgement of intake does; true if there were some. */
    public boolean carriedOut() {
        return World.get()
                        .jetStream()
                        .call(ApiSubjects.streamPurge(StreamCatalogue.COMMANDS.name()), Map.of("filter", subject))
                        .await()
                        .atMost(Duration.ofSeconds(5))
                        .path("purged")
                        .asLong()
                > 0;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
