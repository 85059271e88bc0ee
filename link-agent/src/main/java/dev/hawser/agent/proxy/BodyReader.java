package dev.hawser.agent.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a blocking stream gives: read when somebody asks, on a thread that waits without cost. One subscriber.
 *
 * <p>Buffers grow to 64 KiB while reads fill them, so that a quiet stream holds little.
 */
final class BodyReader implements Flow.Publisher<ByteBuffer> {

    private static final int FIRST_BYTES = 8 * 1024;
    private static final int MOST_BYTES = 64 * 1024;

    /** What happens to the source in the end; one of them is called, once. */
    interface End {
        /** Everything was read. */
        void complete();

        /** It broke, or nobody wants the rest. */
        void broken();
    }

    private final InputStream source;
    private final End end;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    BodyReader(InputStream source, End end) {
        this.source = source;
        this.end = end;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (!subscribed.compareAndSet(false, true)) {
            throw new IllegalStateException("a body is read once");
        }
        var reading = new Reading(subscriber);
        subscriber.onSubscribe(reading);
    }

    private void breakOff() {
        if (ended.compareAndSet(false, true)) {
            end.broken();
        }
    }

    private final class Reading implements Flow.Subscription {

        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final Semaphore wanted = new Semaphore(0);
        private final AtomicBoolean started = new AtomicBoolean();
        private volatile boolean cancelled;
        private int size = FIRST_BYTES;

        private Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            int more = (int) Math.min(count, Integer.MAX_VALUE - (long) wanted.availablePermits());
            wanted.release(Math.max(0, more));
            if (started.compareAndSet(false, true)) {
                Thread.ofVirtual().name("body").start(this::run);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            wanted.release();
            breakOff(); // closes the source, which ends a read that blocks
        }

        private void run() {
            try {
                while (!cancelled) {
                    wanted.acquire();
                    ByteBuffer part = cancelled ? null : read();
                    if (part == null) {
                        finish();
                        return;
                    }
                    subscriber.onNext(part);
                }
            } catch (IOException e) {
                breakOff();
                if (!cancelled) {
                    subscriber.onError(e);
                }
            } catch (InterruptedException e) {
                breakOff();
                Thread.currentThread().interrupt();
            }
        }

        private void finish() {
            if (!cancelled && ended.compareAndSet(false, true)) {
                end.complete();
                subscriber.onComplete();
            }
        }

        private @Nullable ByteBuffer read() throws IOException {
            byte[] bytes = new byte[size];
            int count = source.read(bytes);
            if (count < 0) {
                return null;
            }
            if (count == size) {
                size = Math.min(MOST_BYTES, size * 2);
            } else if (count < size / 4) {
                size = Math.max(FIRST_BYTES, size / 2);
                return ByteBuffer.wrap(Arrays.copyOf(bytes, count)); // who keeps it, keeps no more than that
            }
            return ByteBuffer.wrap(bytes, 0, count);
        }
    }
}
