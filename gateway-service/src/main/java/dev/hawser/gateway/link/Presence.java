package dev.hawser.gateway.link;

import dev.hawser.contract.http.LinkView;
import dev.hawser.contract.work.LinkStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What a link answered just now.
 *
 * @param rttMs how long the answer took, in milliseconds
 * @param status what it said of itself
 */
record Presence(boolean online, Optional<Double> rttMs, Optional<LinkStatus> status) {

    static final Presence OFFLINE = new Presence(false, Optional.empty(), Optional.empty());

    /** The link with what it said of itself just now, else with what is stored. */
    LinkView view(LinkRecord link) {
        return new LinkView(
                link.id(),
                link.label(),
                status.map(LinkStatus::hostname).orElse(link.hostname()),
                status.map(LinkStatus::os).orElse(link.os()),
                status.map(LinkStatus::cliVersion).orElse(link.cliVersion()),
                status.map(LinkStatus::capabilities).orElse(link.capabilities()),
                status.map(LinkStatus::harnesses).orElse(link.harnesses()),
                online,
                rttMs,
                status.map(LinkStatus::activeRuns).orElse(0),
                status.map(LinkStatus::freeSlots).orElse(0),
                link.paused(),
                online ? Optional.of(Instant.now()) : link.lastSeenAt());
    }
}
