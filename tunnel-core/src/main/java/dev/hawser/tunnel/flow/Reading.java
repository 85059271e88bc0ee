package dev.hawser.tunnel.flow;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The subscription of a body's reader. */
record Reading(LongConsumer requests, Runnable cancellation) implements Flow.Subscription {

    /** Of a second reader, who gets nothing. */
    private static final Reading NOTHING = new Reading(more -> {}, () -> {});

    /** Tells a second reader that it gets nothing. */
    static void refuse(Flow.Subscriber<? super ByteBuffer> reader) {
        reader.onSubscribe(NOTHING);
        reader.onError(new IllegalStateException("a tunnel body can be read once"));
    }

    /** Tells a reader what is next: a buffer, a failure, or the end. */
    static void deliver(
            Flow.Subscriber<? super ByteBuffer> reader, @Nullable ByteBuffer next, @Nullable Throwable problem) {
        if (next != null) {
            reader.onNext(next);
        } else if (problem != null) {
            reader.onError(problem);
        } else {
            reader.onComplete();
        }
    }

    @Override
    public void request(long more) {
        requests.accept(more);
    }

    @Override
    public void cancel() {
        cancellation.run();
    }
}
