package dev.hawser.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a client sends, read no faster than the subscriber asks, but for a little that is read ahead. One
 * subscriber; everything happens on the client's event loop.
 *
 * <p>Small buffers that wait are put together: a frame of the tunnel costs the same for one byte and for 64 KiB.
 */
final class ClientBytes implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

    private static final int AHEAD = 4;
    private static final int MOST_BYTES = 64 * 1024;

    private final Context loop;
    private final ReadStream<Buffer> source;
    private final Runnable wanted;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private long demand;
    private boolean begun;
    private boolean ended;
    private boolean done;

    /**
     * Takes over a paused stream.
     *
     * @param wanted called when bytes are asked for, once
     */
    ClientBytes(Context loop, ReadStream<Buffer> source, Runnable wanted) {
        this.loop = loop;
        this.source = source;
        this.wanted = wanted;
        source.handler(this::arrived);
        source.endHandler(nothing -> {
            ended = true;
            drain();
        });
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> reader) {
        reader.onSubscribe(this); // what it asks for now is taken up after the next line, on the loop
        loop.runOnContext(nothing -> {
            subscriber = reader;
            drain();
        });
    }

    @Override
    public void request(long count) {
        loop.runOnContext(nothing -> {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            if (!begun && !done) {
                begun = true;
                wanted.run();
                source.fetch(AHEAD);
            }
            drain();
        });
    }

    /** Nobody wants the rest: it is read and thrown away, so that the connection can go on. */
    @Override
    public void cancel() {
        loop.runOnContext(nothing -> {
            done = true;
            waiting.clear();
            source.resume();
        });
    }

    /** The client has gone, or broke the protocol. */
    void fail(Throwable failure) {
        if (!done && !ended) {
            done = true;
            waiting.clear();
            Flow.Subscriber<? super ByteBuffer> reader = subscriber;
            if (reader != null) {
                reader.onError(failure);
            }
        }
    }

    /** The client says no more. */
    void end() {
        ended = true;
        drain();
    }

    private void arrived(Buffer bytes) {
        if (!done) {
            waiting.add(bytes);
            drain();
        }
    }

    private void drain() {
        Flow.Subscriber<? super ByteBuffer> reader = subscriber;
        if (reader == null) {
            return;
        }
        while (!done && demand > 0 && !waiting.isEmpty()) {
            demand--;
            int before = waiting.size();
            ByteBuffer part = take();
            source.fetch((long) before - waiting.size());
            reader.onNext(part);
        }
        if (!done && ended && waiting.isEmpty()) {
            done = true;
            reader.onComplete();
        }
    }

    private ByteBuffer take() {
        Buffer first = waiting.remove();
        Buffer next = waiting.peek();
        if (next == null || first.length() + next.length() > MOST_BYTES) {
            return Buffers.forTunnel(first);
        }
        Buffer all = Buffer.buffer(MOST_BYTES).appendBuffer(first);
        while (next != null && all.length() + next.length() <= MOST_BYTES) {
            all.appendBuffer(waiting.remove());
            next = waiting.peek();
        }
        return Buffers.forTunnel(all);
    }
}
