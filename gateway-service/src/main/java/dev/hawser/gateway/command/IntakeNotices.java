package dev.hawser.gateway.command;

import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.notice.IntakeNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.tunnel.connection.NatsConnections;
import io.nats.client.Message;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Hears what intake did with commands, and tells who waits for it. Notices are hints: a lost one costs a wait only. */
@Startup
@ApplicationScoped
class IntakeNotices {

    private static final Logger LOG = Logger.getLogger(IntakeNotices.class);
    private static final int MOST_WAITING = 10_000;

    private final Map<CommandIdentity, CompletableFuture<Optional<String>>> waiting = new ConcurrentHashMap<>();
    private final NatsConnections.Subscription subscription;

    IntakeNotices(@Core NatsConnections core) {
        this.subscription = core.subscribe(CoreSubjects.ALL_INTAKE, null, this::heard);
    }

    @PreDestroy
    void close() {
        subscription.close();
    }

    /** Waits for the notice about a command. Ask before the command is published; close when done. */
    Expectation expect(CommandIdentity command) {
        var notice = new CompletableFuture<Optional<String>>();
        CompletableFuture<Optional<String>> shared =
                waiting.size() < MOST_WAITING ? waiting.merge(command, notice, (first, second) -> first) : notice;
        return new Expectation(shared, () -> waiting.remove(command, shared));
    }

    private void heard(Message message) {
        try {
            IntakeNotice notice = Json.read(message.getData(), IntakeNotice.class);
            var command = new CommandIdentity(notice.threadId(), notice.kind(), notice.id(), notice.hash());
            CompletableFuture<Optional<String>> expected = waiting.remove(command);
            if (expected != null) {
                expected.complete(notice.code());
            }
        } catch (MalformedJsonException e) {
            LOG.warnf("a notice on %s cannot be read: %s", message.getSubject(), e.getMessage());
        }
    }

    /** The code of a refusal, or empty when the command was carried out. */
    record Expectation(CompletableFuture<Optional<String>> code, Runnable forget) {}
}
