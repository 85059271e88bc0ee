package dev.hawser.jetstream.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.messaging.JetStreamMetadata;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes commands as intake does; a test holds some up or lets some fail once. */
@ApplicationScoped
public class CommandReceiver {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
    private final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();

    private final RunLog log;

    CommandReceiver(RunLog log) {
        this.log = log;
    }

    /** As intake: asks JetStream, and goes on where it was. */
    @Incoming("commands")
    Uni<Void> take(byte[] body, JetStreamMetadata metadata) {
        Object context = Vertx.currentContext();
        return log.state().chain(state -> log.lastOf(List.of("hw.run.1.none"))).chain(none -> {
            boolean sameContext =
                    VertxContext.isOnDuplicatedContext() && Objects.equals(Vertx.currentContext(), context);
            return process(new String(body, UTF_8), metadata.deliveryCount() + (sameContext ? "" : " off context"));
        });
    }

    private Uni<Void> process(String text, String delivery) {
        seen.add(text + '@' + delivery);
        RuntimeException failure = failing.remove(text);
        if (failure != null) {
            return Uni.createFrom().failure(failure);
        }
        CompletableFuture<Void> hold = held.get(text);
        return hold == null ? Uni.createFrom().voidItem() : Uni.createFrom().completionStage(hold);
    }

    List<String> seen() {
        return seen;
    }

    void hold(String text) {
        held.put(text, new CompletableFuture<>());
    }

    void release(String text) {
        CompletableFuture<Void> hold = held.remove(text);
        if (hold != null) {
            hold.complete(null);
        }
    }

    void failOnce(String text) {
        failing.put(text, new IllegalStateException("once"));
    }
}
