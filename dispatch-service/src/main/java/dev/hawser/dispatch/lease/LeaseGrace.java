package dev.hawser.dispatch.lease;

import dev.hawser.jetstream.connection.Links;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * A pod that was without Postgres or LINKS may have kept heartbeats from being stored: it lets no lease end for one lease
 * period afterwards (design 03 §2).
 */
@ApplicationScoped
public class LeaseGrace {

    private static final Logger LOG = Logger.getLogger(LeaseGrace.class);

    private static final int LOOKS_PER_LEASE = 3;

    private final long lengthNanos;
    private final AtomicBoolean linksAway = new AtomicBoolean();
    private final AtomicLong over = new AtomicLong(System.nanoTime());
    private final AtomicLong lastLook = new AtomicLong(System.nanoTime());

    LeaseGrace(LeaseConfig config, @Links NatsConnections links) {
        this.lengthNanos = config.length().toNanos();
        links.listen(new NatsConnectionListener() {
            @Override
            public void disconnected() {
                linksAway.set(true);
            }

            @Override
            public void connected() {
                back();
            }

            @Override
            public void replaced() {
                back();
            }
        });
    }

    private void back() {
        if (linksAway.compareAndSet(true, false)) {
            outage("account LINKS");
        }
    }

    /** Something that renewals need is, or was, away. */
    public void outage(String what) {
        LOG.warnf("no lease ends for a while: %s was away", what);
        over.set(System.nanoTime() + lengthNanos);
    }

    /** True if leases may end now. Asked by each sweep: a pod that did not ask for long was stopped itself. */
    public boolean isOver() {
        long now = System.nanoTime();
        if (now - lastLook.getAndSet(now) > lengthNanos / LOOKS_PER_LEASE) {
            outage("this pod itself");
        }
        return !linksAway.get() && now - over.get() >= 0;
    }
}
