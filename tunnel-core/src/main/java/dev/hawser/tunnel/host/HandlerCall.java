package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelIdentityCheck;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.identity.IdentityHeader;
import io.smallrye.mutiny.subscription.Cancellable;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of the handler: always ends in an answer, unless it is cancelled before. */
final class HandlerCall {

    private static final int UNAUTHORIZED = 401;
    private static final int INTERNAL_ERROR = 500;
    private static final System.Logger LOG = System.getLogger(HandlerCall.class.getName());

    private final HostContext context;
    private final Exchange exchange;
    private final Optional<IdentityHeader> identity;
    private final Consumer<TunnelResponse> answer;
    private volatile @Nullable Cancellable running;

    HandlerCall(
            HostContext context,
            Exchange exchange,
            Optional<IdentityHeader> identity,
            Consumer<TunnelResponse> answer) {
        this.context = context;
        this.exchange = exchange;
        this.identity = identity;
        this.answer = answer;
    }

    /** What is answered when there is no other answer: nothing of a failure crosses the tunnel. */
    static TunnelResponse internalError() {
        return TunnelResponse.of(INTERNAL_ERROR);
    }

    Exchange exchange() {
        return exchange;
    }

    /** Runs the handler, if whoever asks may. */
    void run() {
        try {
            TunnelIdentityCheck check = context.options().identityCheck().orElse(null);
            if (check != null && !identify(check)) {
                answer.accept(TunnelResponse.of(UNAUTHORIZED));
                return;
            }
            if (!exchange.isCancelled()) {
                running = context.handler().handle(exchange).subscribe().with(this::answered, this::failed);
            }
        } catch (RuntimeException | LinkageError | AssertionError e) {
            failed(e);
        }
        if (exchange.isCancelled()) {
            stop();
        }
    }

    /** Tells the handler that nobody waits, and cancels what it returned. */
    void cancel() {
        exchange.cancel();
        stop();
    }

    private boolean identify(TunnelIdentityCheck check) {
        String link = context.subjects().link();
        Optional<TunnelPrincipal> principal = identity.flatMap(header -> header.isToken()
                ? check.verify(header.text(), link, exchange.caller())
                : check.known(header.text(), link, exchange.caller()));
        principal.ifPresent(exchange::identified);
        return principal.isPresent();
    }

    private void stop() {
        Cancellable call = running;
        if (call != null) {
            call.cancel();
        }
    }

    private void answered(@Nullable TunnelResponse response) {
        if (response == null) {
            failed(new NullPointerException("the handler gave no answer"));
        } else {
            answer.accept(response);
        }
    }

    private void failed(Throwable failure) {
        LOG.log(Level.ERROR, () -> "the handler of %s failed".formatted(exchange), failure);
        answer.accept(internalError());
    }
}
