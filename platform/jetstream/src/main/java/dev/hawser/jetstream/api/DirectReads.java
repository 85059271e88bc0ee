package dev.hawser.jetstream.api;

import dev.hawser.contract.json.Json;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.nats.client.support.Status;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads many messages of a stream with one request (batched direct get). Any replica may answer, also one that lags.
 */
@ApplicationScoped
public class DirectReads {

    private static final String UP_TO_SEQUENCE = "Nats-UpTo-Sequence";
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final JetStreamApi api;
    private final Inbox inbox;

    public DirectReads(JetStreamApi api, Inbox inbox) {
        this.api = api;
        this.inbox = inbox;
    }

    /** One answer: as many messages as fit. Fails with {@link JetStreamUnavailableException}. */
    public Uni<List<Message>> read(String stream, DirectGet request) {
        return page(stream, request).map(Page::messages);
    }

    /** All answers, one after the other. Only for requests whose sum is bounded. */
    public Uni<List<Message>> readAll(String stream, DirectGet request) {
        return page(stream, request)
                .chain(page -> page.pending() == 0
                        ? Uni.createFrom().item(page.messages())
                        : readAll(stream, request.after(page.lastSequence(), page.upToSequence()))
                                .map(rest -> joined(page.messages(), rest)));
    }

    private Uni<Page> page(String stream, DirectGet request) {
        return CallerContext.resumed(Uni.createFrom()
                .<Page>emitter(emitter -> start(stream, request, emitter))
                .ifNoItem()
                .after(JetStreamApi.TIMEOUT)
                .failWith(() -> new JetStreamUnavailableException("no answer to a direct get of " + stream)));
    }

    private void start(String stream, DirectGet request, UniEmitter<? super Page> emitter) {
        var collector = new Collector(emitter);
        Inbox.Route route = inbox.open(collector::take);
        emitter.onTermination(route::close);
        collector.route = route;
        try {
            api.nats().publish(ApiSubjects.directGet(stream), route.subject(), null, Json.bytes(request));
        } catch (NatsUnavailableException e) {
            route.close();
            emitter.fail(new JetStreamUnavailableException("no NATS connection", e));
        }
    }

    private static List<Message> joined(List<Message> first, List<Message> rest) {
        var all = new ArrayList<Message>(first.size() + rest.size());
        all.addAll(first);
        all.addAll(rest);
        return all;
    }

    /** What one answer brought; {@code pending} messages match, too, and did not fit. */
    private record Page(List<Message> messages, long pending, long lastSequence, long upToSequence) {}

    private static final class Collector {

        private final UniEmitter<? super Page> emitter;
        private final List<Message> messages = new ArrayList<>();
        private volatile Inbox.@Nullable Route route;

        private Collector(UniEmitter<? super Page> emitter) {
            this.emitter = emitter;
        }

        private void take(Message message) {
            if (!message.isStatusMessage()) {
                messages.add(message);
                return;
            }
            Inbox.Route open = route;
            if (open != null) {
                open.close();
            }
            finish(message.getStatus(), message.getHeaders());
        }

        private void finish(Status status, @Nullable Headers headers) {
            switch (status.getCode()) {
                case NO_CONTENT ->
                    emitter.complete(new Page(
                            messages,
                            number(headers, NatsJetStreamConstants.NATS_NUM_PENDING),
                            number(headers, NatsJetStreamConstants.NATS_LAST_SEQUENCE),
                            number(headers, UP_TO_SEQUENCE)));
                case NOT_FOUND -> emitter.complete(new Page(messages, 0, 0, 0));
                default ->
                    emitter.fail(new JetStreamUnavailableException(
                            "direct get: " + status.getCode() + ' ' + status.getMessage()));
            }
        }

        private static long number(@Nullable Headers headers, String name) {
            String text = headers == null ? null : headers.getLast(name);
            return text == null ? 0 : Long.parseLong(text);
        }
    }
}
