package dev.hawser.gateway.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.subject.Grants;
import dev.hawser.contract.subject.SystemSubjects;
import dev.hawser.jetstream.connection.NatsAccounts;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.Message;
import io.nats.client.support.JwtUtils;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Cuts the connections of agents that have lost their link: revoked, or replaced by a newer agent. An agent is told before
 * ({@link LinkNotice}); this is for those that do not listen.
 *
 * <p>The row of the link decides. A connection is looked at when it begins, by one pod, and those of links that were revoked
 * within the life of a session are looked for every two seconds, by all: whatever is missed once is found then. With them end
 * the streams that this pod has to such a link.
 */
@ApplicationScoped
class LinkConnections {

    private static final Logger LOG = Logger.getLogger(LinkConnections.class);
    private static final String ONE_POD = "hw-link-connects";
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration AFTER_THE_SESSION = Duration.ofMinutes(1);
    private static final int MOST_OF_A_KEY = 16;

    private final LinkRepository links;
    private final SessionMint mint;
    private final LinkPresence presence;
    private final TunnelClient tunnel;
    private final Optional<NatsConnections> system;
    private final String answers;
    private final AtomicBoolean looking = new AtomicBoolean();

    LinkConnections(
            NatsAccounts accounts,
            Pod pod,
            LinkRepository links,
            SessionMint mint,
            LinkPresence presence,
            TunnelClient tunnel) {
        this.links = links;
        this.mint = mint;
        this.presence = presence;
        this.tunnel = tunnel;
        this.system = accounts.system(pod);
        this.answers = Grants.inboxPrefix(pod.service()) + ".connections." + pod.id();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (system.isEmpty()) {
            LOG.warn(
                    "no HAWSER_NATS_SYS_CREDS: the agent of a revoked link is told, but not cut before its session ends");
            return;
        }
        mint.account().ifPresent(account -> watch(system.get(), account, vertx));
    }

    /** Cuts the connections with that public key, on whatever server they are. */
    void cut(String publicKey) {
        Optional<String> account = mint.account();
        if (system.isPresent() && account.isPresent()) {
            ask(
                    system.get(),
                    SystemSubjects.CONNECTIONS,
                    Map.of("auth", true, "acc", account.get(), "user", publicKey, "limit", MOST_OF_A_KEY));
        }
    }

    private void watch(NatsConnections nats, String account, Vertx vertx) {
        nats.subscribe(answers, null, message -> found(nats, message));
        nats.subscribe(SystemSubjects.connects(account), ONE_POD, message -> connected(nats, message));
        nats.subscribe(SystemSubjects.disconnects(account), ONE_POD, this::disconnected);
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
    }

    /** A server's answer: the connections with a key that is to be cut, or how the cut of one went. */
    private void found(NatsConnections nats, Message message) {
        JsonNode answer = read(message);
        if (answer.has("error")) {
            LOG.debugf("a connection was gone before it could be cut: %s", answer.get("error"));
        }
        for (JsonNode connection : answer.at("/data/connections")) {
            kick(nats, answer.at("/server/id").asText(), connection.path("cid").asLong());
        }
    }

    /** Somebody has connected to the account of links. */
    private void connected(NatsConnections nats, Message message) {
        JsonNode event = read(message);
        String link = holder(event.at("/client/jwt").asText());
        if (!link.startsWith(IdPrefix.LNK.text())) {
            return; // a service
        }
        links.holds(link, event.at("/client/user").asText())
                .subscribe()
                .with(
                        holds -> {
                            if (holds) {
                                presence.came(link);
                            } else {
                                LOG.infof("link %s: an agent connected that does not hold it any more", link);
                                kick(
                                        nats,
                                        event.at("/server/id").asText(),
                                        event.at("/client/id").asLong());
                            }
                        },
                        failure -> LOG.warnf("link %s: nobody knows whether its agent may connect: %s", link, failure));
    }

    /** A connection of the account of links has ended. */
    private void disconnected(Message message) {
        String link = holder(read(message).at("/client/jwt").asText());
        if (link.startsWith(IdPrefix.LNK.text())) {
            presence.went(link);
        }
    }

    /** Whose credential it is: the server's {@code name_tag} names the account. The server has verified the token. */
    private static String holder(String jwt) {
        try {
            return Json.tree(JwtUtils.getClaimBody(jwt)).path("name").asText();
        } catch (MalformedJsonException | IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.debug("a user without a token", e);
            return "";
        }
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            links.revoked(mint.lifetime().plus(AFTER_THE_SESSION))
                    .onTermination()
                    .invoke(() -> looking.set(false))
                    .subscribe()
                    .with(
                            revoked -> revoked.forEach(this::end),
                            failure -> LOG.debug("revoked links are looked for again", failure));
        }
    }

    /** Streams that still go to it would wait a minute for an agent that was cut before it could end them. */
    private void end(LinkRepository.Revoked revoked) {
        cut(revoked.publicKey());
        if (revoked.told()) {
            tunnel.endAll(revoked.link(), "the link was revoked");
        }
    }

    /** The server cuts only for somebody who wants to hear of it. */
    private void kick(NatsConnections nats, String server, long connection) {
        LOG.infof("connection %d of server %s is cut", connection, server);
        ask(nats, SystemSubjects.kick(server), Map.of("cid", connection));
    }

    private void ask(NatsConnections nats, String subject, Map<String, Object> body) {
        try {
            nats.publish(subject, answers, null, Json.bytes(body));
        } catch (NatsUnavailableException e) {
            LOG.debug("the server cannot be asked now; it is asked again", e);
        }
    }

    private static JsonNode read(Message message) {
        try {
            return Json.tree(new String(message.getData(), UTF_8));
        } catch (MalformedJsonException e) {
            LOG.warnf("the server sent what is not JSON on %s", message.getSubject());
            return Json.mapper().missingNode();
        }
    }
}
