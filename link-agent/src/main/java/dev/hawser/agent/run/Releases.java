package dev.hawser.agent.run;

import dev.hawser.agent.outbox.OutboxException;
import dev.hawser.agent.rpc.LinkRpc;
import dev.hawser.agent.rpc.RpcReply;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.work.RunFence;
import dev.hawser.harness.command.LeftBehind;
import dev.hawser.tunnel.connection.BackOff;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Attempts that were lost here, until the services know. What is left of a lost attempt's program is ended first: the
 * next attempt may start as soon as the services hear of it.
 */
public final class Releases {

    private static final System.Logger LOG = System.getLogger(Releases.class.getName());

    private final LinkRpc rpc;
    private final Consumer<RunFence> told;
    private final Map<RunFence, RunErrorCode> waiting = new ConcurrentHashMap<>();
    private final Set<RunFence> underWay = ConcurrentHashMap.newKeySet();
    private long wakeUps;
    private boolean started;
    private boolean closed;

    /**
     * Nothing is sent before {@link #wake()}.
     *
     * @param told called when the services know
     */
    public Releases(LinkRpc rpc, Consumer<RunFence> told) {
        this.rpc = rpc;
        this.told = told;
    }

    /** Tells the services of one more, as soon as they can be reached, and again until they answer. */
    public void add(RunFence attempt, RunErrorCode reason) {
        waiting.put(attempt, reason);
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        send(attempt, reason);
    }

    /** There is a connection: sends what waits. */
    public void wake() {
        synchronized (this) {
            started = true;
            wakeUps++;
            notifyAll();
        }
        waiting.forEach(this::send);
    }

    /** True if the services know of all. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Waits until the services know of all; false when the time is over before. */
    public synchronized boolean awaitEmpty(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!waiting.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Stops trying; what waits is sent after the next start. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void send(RunFence attempt, RunErrorCode reason) {
        if (underWay.add(attempt)) {
            Thread.ofVirtual().name("release-" + attempt.runId()).start(() -> sendUntilKnown(attempt, reason));
        }
    }

    private void sendUntilKnown(RunFence attempt, RunErrorCode reason) {
        try {
            int ended = LeftBehind.kill(attempt.runId());
            if (ended > 0) {
                LOG.log(Level.WARNING, "run {0}: ended {1} processes of a lost attempt", attempt.runId(), ended);
            }
            var release = new Release(attempt.runId(), attempt.fence(), reason.text(), Optional.empty());
            long failures = 0;
            while (!known(rpc.call(RpcVerb.RELEASE.text(), release))) {
                if (!pause(BackOff.AGENT.delay(failures++))) {
                    return;
                }
            }
            told.accept(attempt);
            waiting.remove(attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutboxException e) {
            LOG.log(Level.ERROR, "run " + attempt.runId(), e); // told again after the next connect
        } finally {
            underWay.remove(attempt);
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Done, or not to be done any more. */
    private static boolean known(RpcReply reply) {
        return switch (reply) {
            case RpcReply.Done done -> true;
            case RpcReply.Refused(RpcCode code, var error) ->
                switch (code) {
                    case FENCED, ENDED, NOT_YOURS, NOT_FOUND, MALFORMED, TOO_LARGE, OK -> true;
                    case GAP, BUSY, OVERLOADED, UNAVAILABLE -> false;
                };
            case RpcReply.Unanswered unanswered -> false;
        };
    }

    /** False if there is no use in going on. */
    private synchronized boolean pause(Duration wait) throws InterruptedException {
        long before = wakeUps;
        long end = System.nanoTime() + wait.toNanos();
        long left = wait.toNanos();
        while (!closed && wakeUps == before && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return !closed;
    }
}
