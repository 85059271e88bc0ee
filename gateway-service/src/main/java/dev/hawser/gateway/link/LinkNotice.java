package dev.hawser.gateway.link;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Tells a link's agent to stop. A courtesy: what takes its rights away is its session's end. */
@ApplicationScoped
class LinkNotice {

    private static final Logger LOG = Logger.getLogger(LinkNotice.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final TunnelClient tunnel;

    LinkNotice(TunnelClient tunnel) {
        this.tunnel = tunnel;
    }

    /** Completes when the agent has answered, is not there, or was silent for 2 s. Never fails. */
    Uni<Void> shutdown(String link, Shutdown shutdown) {
        TunnelRequest request = TunnelRequest.postJson(AgentPath.SHUTDOWN, Json.bytes(shutdown))
                .asRepeatable()
                .withDeadline(LIMIT);
        return tunnel.send(link, request)
                .invoke(TunnelResponse::discard)
                .replaceWithVoid()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .recoverWithUni(e -> {
                    LOG.debugf("the agent of %s was not told that it is %s: %s", link, shutdown.reason(), e);
                    return Uni.createFrom().voidItem();
                });
    }
}
