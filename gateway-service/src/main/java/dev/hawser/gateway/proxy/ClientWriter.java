package dev.hawser.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an upstream sends to a client, and asks for more only while the client's queue has room. Everything
 * happens on the client's event loop.
 */
final class ClientWriter implements Flow.Subscriber<ByteBuffer> {

    /** What the client has not taken yet, in bytes. */
    static final int QUEUE_BYTES = 256 * 1024;

    private static final int AHEAD = 4;

    private final Context loop;
    private final WriteStream<Buffer> sink;
    private final End end;
    private Flow.@Nullable Subscription subscription;
    private long owed;
    private boolean over;

    /** How a body ends; one of them is called, once, unless it was cancelled. */
    interface End {
        /** Everything was written. */
        void complete();

        /** There will be no more, though there should be. */
        void broken(Throwable failure);
    }

    ClientWriter(Context loop, WriteStream<Buffer> sink, End end) {
        this.loop = loop;
        this.sink = sink;
        this.end = end;
        sink.setWriteQueueMaxSize(QUEUE_BYTES);
        sink.drainHandler(nothing -> ask());
    }

    /** The client has gone: the stream is given up. */
    void cancel() {
        over = true;
        Flow.Subscription known = subscription;
        if (known != null) {
            known.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        loop.runOnContext(nothing -> {
            subscription = given;
            if (over) {
                given.cancel();
            } else {
                given.request(AHEAD);
            }
        });
    }

    @Override
    public void onNext(ByteBuffer part) {
        loop.runOnContext(nothing -> {
            if (!over) {
                sink.write(Buffers.forClient(part));
                owed++;
                ask();
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        loop.runOnContext(nothing -> {
            if (!over) {
                over = true;
                end.broken(failure);
            }
        });
    }

    @Override
    public void onComplete() {
        loop.runOnContext(nothing -> {
            if (!over) {
                over = true;
                end.complete();
            }
        });
    }

    private void ask() {
        Flow.Subscription known = subscription;
        if (known != null && owed > 0 && !over && !sink.writeQueueFull()) {
            long more = owed;
            owed = 0;
            known.request(more);
        }
    }
}
