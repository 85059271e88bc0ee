package dev.hawser.gateway.link;

import dev.hawser.gateway.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who may use a link. A yes holds for two seconds, so that a page with many files asks once. */
@ApplicationScoped
public class LinkAccess {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MOST_CACHED = 10_000;

    private final LinkRepository links;
    private final Map<Key, Long> granted = new ConcurrentHashMap<>();

    LinkAccess(LinkRepository links) {
        this.links = links;
    }

    private record Key(String tenant, String owner, String link) {}

    /** True if the link is the principal's and not revoked. */
    public Uni<Boolean> owns(Principal principal, String link) {
        var key = new Key(principal.tenant(), principal.owner(), link);
        Long since = granted.get(key);
        if (since != null && System.nanoTime() - since < FRESH.toNanos()) {
            return Uni.createFrom().item(true);
        }
        return links.find(principal, link).map(found -> {
            if (granted.size() >= MOST_CACHED) {
                granted.clear();
            }
            if (found.isPresent()) {
                granted.put(key, System.nanoTime());
            } else {
                granted.remove(key);
            }
            return found.isPresent();
        });
    }
}
