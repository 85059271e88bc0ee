package dev.hawser.gateway.link;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import io.nats.client.NKey;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sessions of agents (design 02, Security; 06). */
@Path("/api/links/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class SessionResource {

    private static final int TEXT_CHARS = 255;
    private static final int LIST_ENTRIES = 64;

    private final Caller caller;
    private final LinkRepository links;
    private final SessionMint mint;
    private final LinkProbe probe;
    private final LinkNotice notice;
    private final LinkConnections connections;

    SessionResource(
            Caller caller,
            LinkRepository links,
            SessionMint mint,
            LinkProbe probe,
            LinkNotice notice,
            LinkConnections connections) {
        this.caller = caller;
        this.links = links;
        this.mint = mint;
        this.probe = probe;
        this.notice = notice;
        this.connections = connections;
    }

    /**
     * A session for the agent's key.
     *
     * <p>Without a generation the agent has just started: the generation rises and an older agent is told to stop. With
     * the present one it is a renewal. An older one belongs to an agent that was superseded.
     */
    @POST
    public Uni<LinkSession> open(@Nullable LinkSessionBody body) {
        Principal.Agent agent = caller.agent();
        mint.requireEnabled();
        if (agent.revoked()) {
            throw revoked();
        }
        if (body == null) {
            throw ProblemException.of(ProblemCode.MALFORMED, "Send the agent's key and machine.");
        }
        check(body);
        String address = caller.address();
        return refuseIfInUse(agent.link(), body)
                .chain(() -> links.enter(agent, body, address))
                .chain(entry -> entry.map(now -> session(agent.link(), now, body.publicKey()))
                        .orElseGet(() -> refusal(agent.link(), body)));
    }

    private Uni<LinkSession> session(String link, LinkRepository.Entry entry, String publicKey) {
        Uni<Void> told = entry.tookOver()
                ? notice.shutdown(link, Shutdown.superseded(entry.generation()))
                : Uni.createFrom().voidItem();
        return told.invoke(() -> {
                    if (entry.tookOver()) {
                        entry.keyBefore().filter(key -> !key.equals(publicKey)).ifPresent(connections::cut);
                    }
                })
                .map(done -> mint.mint(link, entry.generation(), publicKey));
    }

    /** Another machine that was seen a short while ago, or answers now, keeps the link, unless it is taken over. */
    private Uni<Void> refuseIfInUse(String link, LinkSessionBody body) {
        if (body.generation().isPresent() || body.takeOver().orElse(false)) {
            return Uni.createFrom().voidItem();
        }
        return links.use(link, body.machineId())
                .chain(use -> use.elsewhere() && !use.recently()
                        ? probe.ask(link).map(Presence::online)
                        : Uni.createFrom().item(use.elsewhere()))
                .invoke(inUse -> {
                    if (inUse) {
                        throw ProblemException.of(
                                ProblemCode.IN_USE,
                                "Another machine uses this link, or did so in the last ten minutes;"
                                        + " 'link-agent up --take-over' moves it.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<LinkSession> refusal(String link, LinkSessionBody body) {
        return links.use(link, body.machineId()).map(use -> {
            throw use.revoked()
                    ? revoked()
                    : ProblemException.of(ProblemCode.SUPERSEDED, "A newer agent of this link has taken over.");
        });
    }

    private static void check(LinkSessionBody body) {
        if (!isUserKey(body.publicKey())) {
            throw ProblemException.invalid("publicKey is the public NKey of a user.");
        }
        boolean tooLong = Stream.of(body.machineId(), body.hostname(), body.os(), body.cliVersion())
                .anyMatch(text -> text == null || text.length() > TEXT_CHARS);
        if (tooLong || tooMany(body.capabilities()) || tooMany(body.harnesses())) {
            throw ProblemException.invalid(
                    "texts have at most " + TEXT_CHARS + " characters, lists at most " + LIST_ENTRIES + " of them.");
        }
    }

    /** The client library throws at a text that is not even base32. */
    private static boolean isUserKey(@Nullable String text) {
        try {
            return text != null && NKey.isValidPublicUserKey(text.toCharArray());
        } catch (IllegalArgumentException notBase32) {
            return false;
        }
    }

    private static boolean tooMany(List<String> list) {
        return list.size() > LIST_ENTRIES || list.stream().anyMatch(text -> text.length() > TEXT_CHARS);
    }

    private static ProblemException revoked() {
        return ProblemException.of(ProblemCode.LINK_REVOKED, "This link was revoked; pair the machine again.");
    }
}
