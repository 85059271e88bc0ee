package dev.hawser.tunnel;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * How an end of the tunnel behaves.
 *
 * @param limits most streams, windows and budgets
 * @param timing timeouts
 * @param executor where handlers, continuations and body consumers run; the default is a virtual thread each, so they
 *     may block; never one that limits its threads
 * @param metrics told what happens
 * @param identity of a caller: proves in whose name it asks; empty: it does not say
 * @param identityCheck of a host: who may ask; empty: everybody whom NATS lets publish
 */
public record TunnelOptions(
        TunnelLimits limits,
        TunnelTiming timing,
        Executor executor,
        TunnelMetrics metrics,
        Optional<TunnelIdentitySource> identity,
        Optional<TunnelIdentityCheck> identityCheck) {

    private static final Executor VIRTUAL_THREADS = Executors.newVirtualThreadPerTaskExecutor();

    public static TunnelOptions defaults() {
        return new TunnelOptions(
                TunnelLimits.defaults(),
                TunnelTiming.defaults(),
                VIRTUAL_THREADS,
                TunnelMetrics.NONE,
                Optional.empty(),
                Optional.empty());
    }

    public TunnelOptions withLimits(TunnelLimits other) {
        return new TunnelOptions(other, timing, executor, metrics, identity, identityCheck);
    }

    public TunnelOptions withTiming(TunnelTiming other) {
        return new TunnelOptions(limits, other, executor, metrics, identity, identityCheck);
    }

    public TunnelOptions withExecutor(Executor other) {
        return new TunnelOptions(limits, timing, other, metrics, identity, identityCheck);
    }

    public TunnelOptions withMetrics(TunnelMetrics other) {
        return new TunnelOptions(limits, timing, executor, other, identity, identityCheck);
    }

    /** For a caller: every request says in whose name it is made. */
    public TunnelOptions withIdentity(TunnelIdentitySource source) {
        return new TunnelOptions(limits, timing, executor, metrics, Optional.of(source), identityCheck);
    }

    /** For a host: requests without a valid identity are answered 401 and not handled. */
    public TunnelOptions withIdentityCheck(TunnelIdentityCheck check) {
        return new TunnelOptions(limits, timing, executor, metrics, identity, Optional.of(check));
    }
}
