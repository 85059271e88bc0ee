package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.engine.Peer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The hosts of one link that were heard. Bounded; thread-safe. */
final class KnownHosts {

    /** More hosts at once than a link can have while one takes over from another. */
    private static final int MOST = 8;

    private final TunnelSubjects subjects;
    private final CallerContext context;
    private final Map<String, Peer> byAddress = new ConcurrentHashMap<>();

    KnownHosts(TunnelSubjects subjects, CallerContext context) {
        this.subjects = subjects;
        this.context = context;
    }

    /**
     * The host at that address; null if it is none of this link, or if there are too many.
     *
     * @param isUsed hosts with streams are not forgotten to make room
     */
    @Nullable Peer at(@Nullable String address, Predicate<Peer> isUsed) {
        if (address == null) {
            return null;
        }
        Peer known = byAddress.get(address);
        if (known != null) {
            return known;
        }
        if (subjects.hostOf(address).isEmpty() || !hasRoomForOneMore(isUsed)) {
            return null;
        }
        var timing = context.timing().liveness();
        return byAddress.computeIfAbsent(
                address,
                unknown -> new Peer(
                        unknown, timing, timing.resume(), context.clock().nanos()));
    }

    /** The host at that address if it was heard. */
    @Nullable Peer known(String address) {
        return byAddress.get(address);
    }

    List<Peer> all() {
        return List.copyOf(byAddress.values());
    }

    /** Hosts other than that one which are suspended. */
    List<Peer> suspendedBeside(Peer heard) {
        if (byAddress.size() <= 1) {
            return List.of();
        }
        return byAddress.values().stream()
                .filter(host -> !host.equals(heard) && host.liveness().isSuspended())
                .toList();
    }

    List<Peer> due(long now) {
        if (byAddress.isEmpty()) {
            return List.of();
        }
        return byAddress.values().stream()
                .filter(host -> host.liveness().isDue(now))
                .toList();
    }

    /** A host that was heard is known, also if it was forgotten a moment ago. */
    void keep(Peer host) {
        byAddress.putIfAbsent(host.address(), host);
    }

    void forget(Peer host) {
        byAddress.remove(host.address(), host);
    }

    /** Makes room by forgetting the host that was silent longest, if it has no streams. */
    private boolean hasRoomForOneMore(Predicate<Peer> isUsed) {
        if (byAddress.size() < MOST) {
            return true;
        }
        return byAddress.values().stream()
                .filter(isUsed.negate())
                .min(Comparator.comparingLong(host -> host.liveness().lastHeard()))
                .map(oldest -> byAddress.remove(oldest.address(), oldest))
                .orElse(false);
    }
}
