package dev.hawser.agent.heartbeat;

import dev.hawser.agent.rpc.LinkRpc;
import dev.hawser.agent.rpc.RpcReply;
import dev.hawser.agent.run.Runs;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Outcome;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.rpc.Sync;
import dev.hawser.contract.work.LinkStatus;
import dev.hawser.contract.work.RunFence;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells the services every ten seconds, and at once when something changed, which runs are held here; does what their
 * answers say. After each connect it asks first which of the runs go on.
 */
public final class Heartbeats implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Heartbeats.class.getName());
    private static final String STOP = "stop";

    private final LinkRpc rpc;
    private final Runs runs;
    private final Supplier<LinkStatus> status;
    private final Consumer<Instant> serverTime;
    private boolean due;
    private boolean connected;
    private boolean closed;

    /**
     * Not started yet.
     *
     * @param status what is told once after each connect
     * @param serverTime told the time that an answer brings
     */
    public Heartbeats(LinkRpc rpc, Runs runs, Supplier<LinkStatus> status, Consumer<Instant> serverTime) {
        this.rpc = rpc;
        this.runs = runs;
        this.status = status;
        this.serverTime = serverTime;
    }

    /** Starts the thread. */
    public void start() {
        Thread.ofVirtual().name("heartbeat").start(this::beatForEver);
    }

    /** Something changed: the next one is due. */
    public synchronized void nudge() {
        due = true;
        notifyAll();
    }

    /** There is a connection, perhaps a new one. */
    public synchronized void connected() {
        connected = true;
        due = true;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void beatForEver() {
        try {
            while (awaitDue()) {
                beatOnce(takeConnected());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A fault in one of them must not be the end of all: the runs' leases depend on them. */
    private void beatOnce(boolean first) {
        try {
            if (first) {
                sync();
            }
            beat(first);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a heartbeat failed", e);
        }
    }

    private synchronized boolean awaitDue() throws InterruptedException {
        long end = System.nanoTime() + Limits.HEARTBEAT.toNanos();
        long left = Limits.HEARTBEAT.toNanos();
        while (!closed && !due && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        due = false;
        return !closed;
    }

    private synchronized boolean takeConnected() {
        boolean news = connected;
        connected = false;
        return news;
    }

    private void sync() {
        var question = new Sync(runs.progress());
        if (question.runs().isEmpty()) {
            return;
        }
        ask(RpcVerb.SYNC, question, Sync.Answer.class).ifPresent(answer -> {
            Map<String, Long> fences = fences(question.runs());
            answer.runs().forEach(verdict -> fenceOf(fences, verdict.runId()).ifPresent(run -> follow(run, verdict)));
        });
    }

    private void beat(boolean first) {
        Optional<LinkStatus> news = first ? Optional.of(status.get()) : Optional.empty();
        var heartbeat = new Heartbeat(runs.progress(), runs.freeSlots(), news);
        ask(RpcVerb.HEARTBEAT, heartbeat, Heartbeat.Answer.class).ifPresent(answer -> {
            serverTime.accept(answer.serverTime());
            Map<String, Long> fences = fences(heartbeat.runs());
            answer.runs().forEach(state -> fenceOf(fences, state.runId()).ifPresent(run -> follow(run, state)));
        });
    }

    private void follow(RunFence run, Heartbeat.RunState state) {
        if (isOver(state.state())) {
            runs.finished(run);
            return;
        }
        runs.follow(run, state.durableSeq(), state.expected());
        if (state.cancelRequested()) {
            runs.cancel(run);
        }
    }

    private void follow(RunFence run, Sync.Verdict verdict) {
        if (!STOP.equals(verdict.verdict()) || verdict.expected().isPresent()) {
            runs.follow(run, verdict.durableSeq(), verdict.expected()); // also of an ended run whose log lost records
        } else if (verdict.code().equals(Optional.of(RpcCode.ENDED.text()))) {
            runs.ended(run);
        } else {
            runs.finished(run);
        }
    }

    /** Stored for good, or not ours: nothing of it is kept. */
    private static boolean isOver(String state) {
        return RpcCode.FENCED.text().equals(state)
                || RpcCode.NOT_YOURS.text().equals(state)
                || Arrays.stream(Outcome.values())
                        .anyMatch(outcome -> outcome.text().equals(state));
    }

    private <T> Optional<T> ask(RpcVerb verb, Object question, Class<T> type) {
        return switch (rpc.call(verb.text(), question)) {
            case RpcReply.Done(Body body, var pod) -> read(body, type);
            case RpcReply.Refused(RpcCode code, var error) -> {
                LOG.log(Level.WARNING, "{0} refused: {1}", verb.text(), error.message());
                yield Optional.empty();
            }
            case RpcReply.Unanswered(var reason) -> {
                LOG.log(Level.DEBUG, "{0} not answered: {1}", verb.text(), reason);
                yield Optional.empty();
            }
        };
    }

    private static <T> Optional<T> read(Body body, Class<T> type) {
        try {
            return Optional.of(Json.read(body.bytes(), type));
        } catch (MalformedJsonException e) {
            LOG.log(Level.WARNING, "an answer cannot be read", e);
            return Optional.empty();
        }
    }

    private static Map<String, Long> fences(List<Heartbeat.RunProgress> named) {
        return named.stream().collect(Collectors.toMap(Heartbeat.RunProgress::runId, Heartbeat.RunProgress::fence));
    }

    private static Optional<RunFence> fenceOf(Map<String, Long> fences, String runId) {
        return Optional.ofNullable(fences.get(runId)).map(fence -> new RunFence(runId, fence));
    }
}
