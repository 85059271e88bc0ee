package dev.hawser.agent.session;

import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.tunnel.connection.BackOff;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.nats.client.NKey;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The credential of this link: a key that is made at the start and never stored, and the session that belongs to it.
 *
 * <p>Whoever connects gets a JWT that is still good, if need be a new one: an expired one must never be presented,
 * because the client library gives up for good when it is refused twice. Thread-safe.
 */
public final class LinkCredential implements AutoCloseable {

    /** A JWT with less life than this, or than a tenth of its life, is not given out any more. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final int TENTH = 10;

    private static final System.Logger LOG = System.getLogger(LinkCredential.class.getName());

    private final Function<LinkSessionBody, SessionAnswer> server;
    private final AgentIdentity identity;
    private final ServerClock clock;
    private final boolean takeOver;
    private final NKey key;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable LinkSession session;

    /**
     * Makes the key; asks nobody yet.
     *
     * @param takeOver the first session takes the link from another machine that uses it
     */
    public LinkCredential(
            Function<LinkSessionBody, SessionAnswer> server,
            AgentIdentity identity,
            ServerClock clock,
            boolean takeOver) {
        this.takeOver = takeOver;
        this.server = server;
        this.identity = identity;
        this.clock = clock;
        try {
            this.key = NKey.createUser(null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make an NKey", e);
        }
    }

    /**
     * Gets the first session, trying for ever while the server cannot be reached.
     *
     * @param obstacle told what is in the way, each time
     * @throws SessionEndedException if there will be none
     */
    public LinkSession obtain(Consumer<String> obstacle) throws InterruptedException {
        for (long attempt = 0; ; attempt++) {
            switch (ask()) {
                case SessionAnswer.Granted(LinkSession granted) -> {
                    return granted;
                }
                case SessionAnswer.Unavailable(String reason) -> obstacle.accept(reason);
                case SessionAnswer.SignedOut signedOut -> throw new SessionEndedException(signedOut);
                case SessionAnswer.Conflict conflict -> throw new SessionEndedException(conflict);
                case SessionAnswer.Rejected rejected -> throw new SessionEndedException(rejected);
            }
            if (closed.await(BackOff.AGENT.delay(attempt).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("closed");
            }
        }
    }

    /** The session of this moment. */
    public LinkSession session() {
        LinkSession present = session;
        if (present == null) {
            throw new IllegalStateException("there is no session yet");
        }
        return present;
    }

    /** How connections prove that they are this link's. */
    public NatsCredentials forConnections() {
        return NatsCredentials.jwt(this::goodJwt, key);
    }

    /** When the session is to be renewed. */
    public Instant renewAfter() {
        return session().renewAfter();
    }

    /** Asks once for a session, with the generation of the present one if there is one. */
    public synchronized SessionAnswer ask() {
        SessionAnswer answer = server.apply(body());
        if (answer instanceof SessionAnswer.Granted(LinkSession granted)) {
            if (Versions.isOlder(identity.version(), granted.minVersion())) {
                return new SessionAnswer.Rejected("this link-agent is " + identity.version()
                        + ", and the server works with " + granted.minVersion() + " or newer: install that one");
            }
            clock.correct(granted.serverTime());
            session = granted;
        }
        return answer;
    }

    /** Stops waiting for a first session. */
    @Override
    public void close() {
        closed.countDown();
    }

    private synchronized String goodJwt() {
        if (isGood(session())) {
            return session().connection().jwt();
        }
        LOG.log(Level.INFO, "the session has expired, asking for a new one before connecting");
        SessionAnswer answer = ask();
        if (answer instanceof SessionAnswer.Granted(LinkSession granted)) {
            return granted.connection().jwt();
        }
        throw new IllegalStateException("no session to connect with: " + answer);
    }

    private boolean isGood(LinkSession present) {
        Duration tenth =
                Duration.between(present.serverTime(), present.expiresAt()).dividedBy(TENTH);
        Duration margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
        return clock.instant().plus(margin).isBefore(present.expiresAt());
    }

    private LinkSessionBody body() {
        LinkSession present = session;
        return new LinkSessionBody(
                publicKey(),
                present == null ? Optional.empty() : Optional.of(present.generation()),
                identity.machineId(),
                identity.hostname(),
                identity.os(),
                identity.version(),
                identity.capabilities(),
                identity.harnesses(),
                present == null && takeOver ? Optional.of(true) : Optional.empty());
    }

    private String publicKey() {
        try {
            return new String(key.getPublicKey());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the NKey has no public key", e);
        }
    }
}
