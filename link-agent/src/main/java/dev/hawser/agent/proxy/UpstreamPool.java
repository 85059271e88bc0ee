package dev.hawser.agent.proxy;

import dev.hawser.contract.error.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Connections to upstreams: opened when needed, kept a few seconds after use, the youngest used first. Thread-safe. */
final class UpstreamPool implements AutoCloseable {

    private static final Duration KEEP = Duration.ofSeconds(4);
    private static final int MOST_IDLE = 64;
    private static final Executor IN_A_WHILE = CompletableFuture.delayedExecutor(
            KEEP.toMillis(),
            TimeUnit.MILLISECONDS,
            command -> Thread.ofVirtual().start(command));

    private final Map<Upstream, Deque<Idle>> idle = new HashMap<>();
    private boolean sweeping;
    private boolean closed;

    private record Idle(UpstreamConnection connection, long since) {}

    /** A kept connection that is still good; empty if there is none. */
    Optional<UpstreamConnection> kept(Upstream upstream) {
        while (true) {
            UpstreamConnection candidate;
            synchronized (this) {
                Deque<Idle> stack = idle.get(upstream);
                if (stack == null || stack.isEmpty()) {
                    return Optional.empty();
                }
                candidate = stack.pop().connection();
            }
            if (candidate.isQuiet()) {
                return Optional.of(candidate);
            }
            candidate.close();
        }
    }

    /**
     * A new connection, to an address that is allowed now.
     *
     * @throws ProxyException if there is none, or nobody listens there
     */
    UpstreamConnection connect(Upstream upstream) throws ProxyException {
        ProxyException last = new ProxyException(ProblemCode.UPSTREAM_UNREACHABLE, "Its host has no address.");
        for (InetAddress address : resolve(upstream)) {
            Optional<String> refusal = AddressRules.refusal(address, upstream.allowHost());
            if (refusal.isPresent()) {
                last = new ProxyException(
                        ProblemCode.UPSTREAM_FORBIDDEN,
                        address.getHostAddress() + " is refused: " + refusal.get() + '.');
                continue;
            }
            try {
                return UpstreamConnection.open(upstream, address);
            } catch (IOException e) {
                last = new ProxyException(
                        ProblemCode.UPSTREAM_UNREACHABLE, upstream.authority() + ": " + e.getMessage() + '.', e);
            }
        }
        throw last;
    }

    /** Keeps a connection whose last exchange is complete. */
    void keep(Upstream upstream, UpstreamConnection connection) {
        synchronized (this) {
            Deque<Idle> stack = idle.computeIfAbsent(upstream, key -> new ArrayDeque<>());
            if (!closed && stack.size() < MOST_IDLE) {
                stack.push(new Idle(connection, System.nanoTime()));
                if (!sweeping) {
                    sweeping = true;
                    IN_A_WHILE.execute(this::sweep);
                }
                return;
            }
        }
        connection.close();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(stack -> stack.forEach(entry -> entry.connection().close()));
        idle.clear();
    }

    private synchronized void sweep() {
        long now = System.nanoTime();
        for (Iterator<Deque<Idle>> stacks = idle.values().iterator(); stacks.hasNext(); ) {
            Deque<Idle> stack = stacks.next();
            Idle oldest = stack.peekLast();
            while (oldest != null && now - oldest.since() >= KEEP.toNanos()) {
                stack.removeLast().connection().close();
                oldest = stack.peekLast();
            }
            if (stack.isEmpty()) {
                stacks.remove();
            }
        }
        sweeping = !idle.isEmpty();
        if (sweeping) {
            IN_A_WHILE.execute(this::sweep);
        }
    }

    private static InetAddress[] resolve(Upstream upstream) throws ProxyException {
        try {
            return InetAddress.getAllByName(upstream.host());
        } catch (UnknownHostException e) {
            throw new ProxyException(
                    ProblemCode.UPSTREAM_UNREACHABLE, "The host " + upstream.host() + " is unknown.", e);
        }
    }
}
