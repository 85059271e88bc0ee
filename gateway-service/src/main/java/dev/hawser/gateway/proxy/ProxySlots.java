package dev.hawser.gateway.proxy;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Places for the exchanges of each owner on this pod: a page that loads hundreds of files waits its turn, only what
 * waits too long is refused. Thread-safe.
 */
@ApplicationScoped
class ProxySlots {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final ProxyConfig config;
    private final Map<String, Owner> owners = new HashMap<>();

    ProxySlots(Vertx vertx, ProxyConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Asks for a place; closing the ticket gives it back, or gives up waiting. */
    Ticket take(String owner, Runnable granted, Consumer<ProblemException> refused) {
        var ticket = new Ticket(owner, granted, refused);
        switch (enter(ticket)) {
            case GRANTED -> granted.run();
            case WAITING -> ticket.timer = vertx.setTimer(config.longestWait().toMillis(), id -> giveUp(ticket));
            case FULL -> refused.accept(tooMany());
        }
        return ticket;
    }

    /** How many places an owner has taken. */
    synchronized int taken(String owner) {
        Owner known = owners.get(owner);
        return known == null ? 0 : known.taken;
    }

    private enum Entry {
        GRANTED,
        WAITING,
        FULL
    }

    private synchronized Entry enter(Ticket ticket) {
        Owner owner = owners.computeIfAbsent(ticket.owner, key -> new Owner());
        if (owner.taken < config.perOwner()) {
            owner.taken++;
            ticket.holds = true;
            return Entry.GRANTED;
        }
        if (owner.waiting.size() < config.waitingPerOwner()) {
            owner.waiting.add(ticket);
            return Entry.WAITING;
        }
        return Entry.FULL;
    }

    private void giveUp(Ticket ticket) {
        synchronized (this) {
            Owner owner = owners.get(ticket.owner);
            if (owner == null || !owner.waiting.remove(ticket)) {
                return;
            }
        }
        ticket.refused.accept(tooMany());
    }

    private void leave(Ticket ticket) {
        Ticket next = null;
        synchronized (this) {
            Owner owner = owners.get(ticket.owner);
            if (owner == null) {
                return;
            }
            if (ticket.holds) {
                ticket.holds = false;
                owner.taken--;
                next = owner.waiting.poll();
                if (next != null) {
                    next.holds = true;
                    owner.taken++;
                }
            } else {
                owner.waiting.remove(ticket);
            }
            if (owner.taken == 0) {
                owners.remove(ticket.owner);
            }
        }
        vertx.cancelTimer(ticket.timer);
        if (next != null) {
            vertx.cancelTimer(next.timer);
            next.granted.run();
        }
    }

    private ProblemException tooMany() {
        return ProblemException.retryAfter(
                ProblemCode.LIMIT_REACHED,
                "An owner has at most " + config.perOwner() + " proxied exchanges under way.",
                RETRY_AFTER);
    }

    private static final class Owner {

        private final Deque<Ticket> waiting = new ArrayDeque<>();
        private int taken;
    }

    /** A place, or the wish for one. */
    final class Ticket implements AutoCloseable {

        private final String owner;
        private final Runnable granted;
        private final Consumer<ProblemException> refused;
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile long timer = -1;
        private boolean holds;

        private Ticket(String owner, Runnable granted, Consumer<ProblemException> refused) {
            this.owner = owner;
            this.granted = granted;
            this.refused = refused;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                leave(this);
            }
        }
    }
}
