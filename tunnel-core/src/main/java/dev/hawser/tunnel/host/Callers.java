package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.frame.Frame;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calling processes that a host hears. Thread-safe. */
final class Callers {

    private final Host host;
    private final HostContext context;
    private final Map<String, CallerPair> byToken = new ConcurrentHashMap<>();

    Callers(Host host, HostContext context) {
        this.host = host;
        this.context = context;
    }

    /** The parts of a reply subject; empty unless it is exactly one of this link. */
    Optional<TunnelSubjects.ReplyAddress> addressOf(@Nullable String reply) {
        return Optional.ofNullable(reply)
                .flatMap(TunnelSubjects::parseReply)
                .filter(address -> address.link().equals(context.subjects().link()));
    }

    CallerPair heard(String token) {
        long now = context.clock().nanos();
        CallerPair known = byToken.get(token);
        if (known != null && known.touch(now)) {
            return known;
        }
        return byToken.compute(token, (unknown, before) -> {
            CallerPair pair = before == null ? new CallerPair(token, host, context) : before;
            pair.touch(now);
            return pair;
        });
    }

    Collection<CallerPair> all() {
        return byToken.values();
    }

    /** The caller that receives on that subject. */
    Optional<CallerPair> at(@Nullable String address) {
        return byToken.values().stream()
                .filter(pair -> pair.peer().address().equals(address))
                .findFirst();
    }

    /** Tells all callers that no new streams are taken. */
    void goAway() {
        byToken.values().forEach(pair -> pair.send(new Frame.GoAway()));
    }

    /** Looks at everything that waits; true if there is still something to watch. */
    boolean tick(long now) {
        for (CallerPair pair : byToken.values()) {
            if (!pair.frames().tick(now)) {
                byToken.computeIfPresent(pair.token(), (token, known) -> known.isUnused(now) ? null : known);
            }
        }
        return !byToken.isEmpty();
    }
}
