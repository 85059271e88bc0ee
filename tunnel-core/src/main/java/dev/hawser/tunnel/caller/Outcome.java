package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelUpgrade;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who waits for the answer: is told once, on the executor, and may give up before. */
final class Outcome {

    private final UniEmitter<? super TunnelUpgrade> emitter;
    private final Executor executor;

    /** What the emitter says after that is not a cancellation. */
    private final AtomicBoolean delivered = new AtomicBoolean();

    private volatile Runnable givenUp = () -> {};
    private volatile boolean terminated;

    Outcome(UniEmitter<? super TunnelUpgrade> emitter, Executor executor) {
        this.emitter = emitter;
        this.executor = executor;
        emitter.onTermination(() -> {
            terminated = true;
            if (!delivered.get()) {
                givenUp.run();
            }
        });
    }

    /** Runs something, and nothing that was named before, if the one who waits gives up before the answer is there. */
    void onGivenUp(Runnable action) {
        givenUp = action;
        if (terminated && !delivered.get()) {
            action.run();
        }
    }

    void complete(TunnelUpgrade answer) {
        deliver(() -> emitter.complete(answer));
    }

    void fail(TunnelException failure) {
        deliver(() -> emitter.fail(failure));
    }

    private void deliver(Runnable outcome) {
        executor.execute(() -> {
            delivered.set(true);
            outcome.run();
        });
    }
}
