package dev.hawser.gateway.link;

import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.store.FreshAnswers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who may use a link. A yes holds for {@link FreshAnswers#FRESH}. */
@ApplicationScoped
public class LinkAccess {

    private final LinkRepository links;
    private final FreshAnswers<Key, Boolean> owned = new FreshAnswers<>();

    LinkAccess(LinkRepository links) {
        this.links = links;
    }

    private record Key(String tenant, String owner, String link) {}

    /** True if the link is the principal's and not revoked. */
    public Uni<Boolean> owns(Principal principal, String link) {
        var key = new Key(principal.tenant(), principal.owner(), link);
        return owned.get(key, () -> links.find(principal, link).map(found -> found.map(known -> true)))
                .map(Optional::isPresent);
    }
}
