package dev.hawser.gateway.link;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.LinkStatus;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Asks links whether they are there (I9): a link that nobody serves is known at once, one that hangs after 2 s.
 *
 * <p>One question per link and pod is under way at a time, and its answer holds for a second, however many browsers ask.
 */
@ApplicationScoped
class LinkProbe {

    private static final Logger LOG = Logger.getLogger(LinkProbe.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int STATUS_BYTES = 64 * 1024;
    private static final int MOST_CACHED = 10_000;
    private static final int OK = 200;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final TunnelClient tunnel;
    private final LinkRepository links;
    private final Map<String, Answer> recent = new ConcurrentHashMap<>();

    LinkProbe(TunnelClient tunnel, LinkRepository links) {
        this.tunnel = tunnel;
        this.links = links;
    }

    /** The presence of a link, at most a second old. Never fails. */
    Uni<Presence> presence(String link) {
        if (recent.size() >= MOST_CACHED) {
            recent.clear();
        }
        return recent.compute(
                        link, (asked, answer) -> answer == null || answer.isStale() ? new Answer(ask(asked)) : answer)
                .presence;
    }

    /** As {@link #presence(String)}, for one who has to know of this very moment. */
    Uni<Presence> ask(String link) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return tunnel.send(link, TunnelRequest.get(AgentPath.STATUS).withDeadline(LIMIT))
                    .chain(response -> status(response).map(status -> online(System.nanoTime() - start, status)))
                    .ifNoItem()
                    .after(LIMIT)
                    .fail()
                    .call(presence -> links.seen(link).onFailure().recoverWithUni(e -> notNoted(link, e)))
                    .onFailure()
                    .recoverWithItem(e -> offline(link, e));
        });
    }

    private static Uni<Optional<LinkStatus>> status(TunnelResponse response) {
        if (response.status() != OK) {
            response.discard();
            return Uni.createFrom().item(Optional.empty());
        }
        return response.bytes(STATUS_BYTES)
                .map(bytes -> Optional.of(Json.read(bytes, LinkStatus.class)))
                .onFailure(MalformedJsonException.class)
                .recoverWithItem(Optional.empty());
    }

    private static Presence online(long nanos, Optional<LinkStatus> status) {
        double millis = Math.round(nanos / NANOS_PER_MILLI * 10) / 10.0;
        return new Presence(true, Optional.of(millis), status);
    }

    private static Presence offline(String link, Throwable failure) {
        LOG.debugf("link %s is offline: %s", link, failure);
        return Presence.OFFLINE;
    }

    private static Uni<Void> notNoted(String link, Throwable failure) {
        LOG.debugf("link %s was seen, but that could not be noted: %s", link, failure);
        return Uni.createFrom().voidItem();
    }

    /** A question and, once it is there, its answer. */
    private static final class Answer {

        private final Uni<Presence> presence;
        private volatile long staleAt = Long.MAX_VALUE;

        private Answer(Uni<Presence> question) {
            this.presence = question.invoke(answered -> staleAt = System.nanoTime() + FRESH.toNanos())
                    .memoize()
                    .indefinitely();
        }

        private boolean isStale() {
            return staleAt != Long.MAX_VALUE && System.nanoTime() - staleAt > 0;
        }
    }
}
