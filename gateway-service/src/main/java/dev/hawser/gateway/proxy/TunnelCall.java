package dev.hawser.gateway.proxy;

import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the head of an answer. An item that arrives while it is cancelled is handed on all the same: somebody must
 * give its body up, else its sender waits for ever.
 */
final class TunnelCall<T> implements UniSubscriber<T> {

    private final Context loop;
    private final Consumer<T> answered;
    private final Consumer<Throwable> failed;
    private volatile @Nullable UniSubscription subscription;
    private volatile boolean cancelled;

    TunnelCall(Context loop, Consumer<T> answered, Consumer<Throwable> failed) {
        this.loop = loop;
        this.answered = answered;
        this.failed = failed;
    }

    void cancel() {
        cancelled = true;
        UniSubscription known = subscription;
        if (known != null) {
            known.cancel();
        }
    }

    @Override
    public void onSubscribe(UniSubscription given) {
        subscription = given;
        if (cancelled) {
            given.cancel();
        }
    }

    @Override
    public void onItem(T item) {
        loop.runOnContext(nothing -> answered.accept(item));
    }

    @Override
    public void onFailure(Throwable failure) {
        loop.runOnContext(nothing -> failed.accept(failure));
    }
}
