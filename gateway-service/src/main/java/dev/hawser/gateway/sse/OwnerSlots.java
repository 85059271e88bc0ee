package dev.hawser.gateway.sse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many of something each owner has open on this pod. Thread-safe. */
public final class OwnerSlots {

    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final int limit;

    /** At most {@code limit} for each owner. */
    public OwnerSlots(int limit) {
        this.limit = limit;
    }

    /** Takes one, unless all are taken. */
    public boolean take(String owner) {
        var granted = new boolean[1];
        taken.compute(owner, (key, count) -> {
            int now = count == null ? 0 : count;
            granted[0] = now < limit;
            return granted[0] ? Integer.valueOf(now + 1) : count;
        });
        return granted[0];
    }

    /** Gives one back. */
    public void free(String owner) {
        taken.computeIfPresent(owner, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** How many an owner may have. */
    public int limit() {
        return limit;
    }

    /** How many an owner has open. */
    public int open(String owner) {
        return taken.getOrDefault(owner, 0);
    }
}
