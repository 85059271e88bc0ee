package dev.hawser.agent.farside;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.Grant;
import dev.hawser.contract.subject.Grants;
import dev.hawser.localstack.identity.NatsAccount;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.tunnel.identity.SigningKeys;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The far side of a session: mints real JWTs for a real server, or refuses. */
public final class Gateway implements AutoCloseable {

    public static final String TOKEN = "the-link-token";

    private final HttpServer http;
    private final NatsIdentities identities;
    private final URI nats;
    private final String link;
    private final AtomicLong generation = new AtomicLong();
    private final List<LinkSessionBody> requests = new CopyOnWriteArrayList<>();
    private volatile SigningKeys keys;
    private volatile Optional<ProblemCode> refusal = Optional.empty();
    private volatile Duration renewAfter = Duration.ofMinutes(12);

    public Gateway(NatsIdentities identities, URI nats, String link) {
        this.identities = identities;
        this.nats = nats;
        this.link = link;
        this.keys = SigningKeys.parse(identities.callerKey());
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        http.createContext("/api/links/session", this::answer);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    public List<LinkSessionBody> requests() {
        return List.copyOf(requests);
    }

    public void refuse(ProblemCode code) {
        refusal = Optional.of(code);
    }

    public void grant() {
        refusal = Optional.empty();
    }

    /** The keys that the services sign with. */
    public SigningKeys keys() {
        return keys;
    }

    /** From now on sessions name these keys of the services. */
    public void publish(SigningKeys others) {
        keys = others;
    }

    public void renewAfter(Duration life) {
        renewAfter = life;
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            LinkSessionBody body = Json.read(exchange.getRequestBody().readAllBytes(), LinkSessionBody.class);
            requests.add(body);
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            Optional<ProblemCode> problem = known ? refusal : Optional.of(ProblemCode.UNAUTHENTICATED);
            if (problem.isPresent()) {
                ProblemCode code = problem.get();
                write(exchange, code.status(), Map.of("code", code.text(), "title", code.title()));
            } else {
                write(exchange, 200, session(body));
            }
        }
    }

    private static void write(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] json = Json.bytes(body);
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }

    private LinkSession session(LinkSessionBody body) {
        Instant now = Instant.now();
        long current = body.generation().orElseGet(generation::incrementAndGet);
        return new LinkSession(
                link,
                current,
                new LinkSession.Connection(List.of(nats.toString()), jwt(body.publicKey())),
                keys.published().stream()
                        .<JsonNode>map(Json.mapper()::valueToTree)
                        .toList(),
                now,
                now.plus(Duration.ofMinutes(15)),
                now.plus(renewAfter),
                "0.1.0");
    }

    private String jwt(String publicKey) {
        Grant grant = Grants.link(link);
        var claim = new JwtUtils.UserClaim(identities.publicKey(NatsAccount.LINKS))
                .pub(new JwtUtils.Permission().allow(grant.publish().toArray(String[]::new)))
                .sub(new JwtUtils.Permission().allow(grant.subscribe().toArray(String[]::new)));
        try {
            NKey signer =
                    NKey.fromSeed(identities.signingSeed(NatsAccount.LINKS).toCharArray());
            return JwtUtils.issueUserJWT(
                    signer,
                    publicKey,
                    link,
                    Duration.ofMinutes(15),
                    Instant.now().getEpochSecond(),
                    claim);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
