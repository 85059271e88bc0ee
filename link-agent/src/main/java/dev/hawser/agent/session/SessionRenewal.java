package dev.hawser.agent.session;

import dev.hawser.tunnel.connection.BackOff;
import dev.hawser.tunnel.connection.NatsConnections;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Renews the session before it ends and moves to a connection with the new one; nothing that runs notices. A jump of
 * the clock is a reason as well: the old connection may be dead, and the time of the next renewal wrong.
 *
 * <p>The time is looked at every few seconds instead of being slept away: a machine that was suspended wakes up late.
 */
public final class SessionRenewal implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SessionRenewal.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(100);

    private final LinkCredential credential;
    private final ServerClock clock;
    private final NatsConnections connections;
    private final Consumer<SessionAnswer> ended;
    private final ClockJumps jumps;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean doubted;

    /**
     * Not started yet.
     *
     * @param ended told when there will be no further session, once
     */
    public SessionRenewal(
            LinkCredential credential, ServerClock clock, NatsConnections connections, Consumer<SessionAnswer> ended) {
        this(credential, clock, connections, ended, new ClockJumps(InstantSource.system(), System::nanoTime));
    }

    SessionRenewal(
            LinkCredential credential,
            ServerClock clock,
            NatsConnections connections,
            Consumer<SessionAnswer> ended,
            ClockJumps jumps) {
        this.credential = credential;
        this.clock = clock;
        this.connections = connections;
        this.ended = ended;
        this.jumps = jumps;
    }

    /** Starts the thread. */
    public void start() {
        Thread.ofVirtual().name("session-renewal").start(this::renewForEver);
    }

    /** The server takes each connection away: the gateway is asked soon whether this session still holds. */
    public void doubt() {
        doubted = true;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void renewForEver() {
        long failures = 0;
        boolean jumped = false;
        try {
            while (!closed.await(nextLook(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                jumped |= jumps.happened();
                if (!jumped && !doubted && clock.instant().isBefore(credential.renewAfter())) {
                    continue;
                }
                if (jumped) {
                    LOG.log(Level.INFO, "the clock has jumped: the session is renewed and the connection replaced");
                }
                SessionAnswer answer = credential.ask();
                switch (answer) {
                    case SessionAnswer.Granted granted -> {
                        failures = 0;
                        jumped = false;
                        doubted = false;
                        move();
                    }
                    case SessionAnswer.Unavailable(String reason) -> {
                        failures++;
                        LOG.log(Level.WARNING, "the session is not renewed yet: {0}", reason);
                    }
                    case SessionAnswer.SignedOut out -> {
                        ended.accept(out);
                        return;
                    }
                    case SessionAnswer.Conflict conflict -> {
                        ended.accept(conflict);
                        return;
                    }
                    case SessionAnswer.Rejected rejected -> {
                        ended.accept(rejected);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Often enough to notice a jump soon; short lives of sessions shorten it. */
    private Duration nextLook(long failures) {
        if (failures > 0) {
            return BackOff.AGENT.delay(failures);
        }
        Duration left = Duration.between(clock.instant(), credential.renewAfter());
        if (left.compareTo(LOOK) > 0) {
            return LOOK;
        }
        return left.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : left;
    }

    /** The old connection goes on until the new one has taken over; when that fails the next reconnect does it. */
    private void move() {
        try {
            connections.renew().await().indefinitely();
            LOG.log(
                    Level.INFO,
                    "the session is renewed until {0}",
                    credential.session().expiresAt());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the session is renewed, its connection is not there yet: {0}", e.getMessage());
        }
    }
}
