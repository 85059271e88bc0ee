package dev.hawser.contract.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run may execute; exactly one of the four is present (design 05).
 *
 * @param link a link by its id
 * @param anyLink any link of the owner with these labels and this harness
 * @param webhook a registered webhook by its id
 * @param cluster true: the cluster's own runner
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Target(
        Optional<String> link, Optional<AnyLink> anyLink, Optional<String> webhook, Optional<Boolean> cluster) {

    /** Conditions that a link must meet. */
    public record AnyLink(Optional<Map<String, String>> labels, Optional<String> harness) {}

    public Target {
        int present = (link.isPresent() ? 1 : 0)
                + (anyLink.isPresent() ? 1 : 0)
                + (webhook.isPresent() ? 1 : 0)
                + (cluster.orElse(false) ? 1 : 0);
        if (present != 1) {
            throw new IllegalArgumentException("a target is one of link, anyLink, webhook and cluster");
        }
    }

    /** This link. */
    public static Target ofLink(String link) {
        return new Target(Optional.of(link), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
