package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelHeaders;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's side of a sender: one buffer at a time is asked for, and only when the one before is used up.
 *
 * <p>The publisher may call from any thread; everything else belongs to the sender's loop.
 */
final class Source implements Flow.Subscriber<ByteBuffer> {

    private final Runnable changed;
    private volatile Supplier<TunnelHeaders> trailers = TunnelHeaders::empty;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable ByteBuffer next;
    private volatile @Nullable Throwable failure;
    private volatile boolean done;
    private volatile boolean cancelled;
    private @Nullable ByteBuffer current;
    private boolean asked;

    /**
     * Makes a source without a body.
     *
     * @param changed runs when there may be more
     */
    Source(Runnable changed) {
        this.changed = changed;
    }

    /** Everything is at hand. */
    void of(byte[] bytes, int from) {
        next = ByteBuffer.wrap(bytes, from, bytes.length - from);
        done = true;
    }

    /** Everything comes from a publisher, which is subscribed to now. */
    void of(TunnelBody body) {
        trailers = body::trailers;
        body.stream().subscribe(this);
    }

    /** The rest of the buffer of this moment, or null after asking for one. */
    @Nullable ByteBuffer current() {
        ByteBuffer buffer = current;
        while (buffer == null || !buffer.hasRemaining()) {
            buffer = take();
            current = buffer;
            if (buffer == null) {
                return null;
            }
        }
        return buffer;
    }

    /** True if there is no byte left and never will be. */
    boolean isExhausted() {
        ByteBuffer buffer = current;
        return done && next == null && (buffer == null || !buffer.hasRemaining());
    }

    @Nullable Throwable failure() {
        return failure;
    }

    TunnelHeaders trailers() {
        return trailers.get();
    }

    void cancel() {
        cancelled = true;
        Flow.Subscription upstream = subscription;
        if (upstream != null) {
            upstream.cancel();
        }
        next = null;
        current = null;
    }

    private @Nullable ByteBuffer take() {
        ByteBuffer buffer = next;
        if (buffer != null) {
            next = null;
            asked = false;
            return buffer;
        }
        Flow.Subscription upstream = subscription;
        if (!asked && !done && upstream != null) {
            asked = true;
            upstream.request(1);
            return next == null ? null : take();
        }
        return null;
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription = upstream;
        if (cancelled) {
            upstream.cancel();
        }
        changed.run();
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        next = buffer;
        changed.run();
    }

    @Override
    public void onError(Throwable problem) {
        failure = problem;
        done = true;
        changed.run();
    }

    @Override
    public void onComplete() {
        done = true;
        changed.run();
    }
}
