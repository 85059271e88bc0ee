package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Receives one body and hands it to one subscriber, as fast as that one asks. The window follows the subscriber and
 * not the network: what is not taken is not replaced, so a stalled reader holds one window and no byte more.
 *
 * <p>Frames come in on threads of the connection; the subscriber is called on the executor, by one loop. The state between
 * the two is guarded by {@code this}.
 */
public final class BodyReceiver implements Flow.Publisher<ByteBuffer> {

    /** The stream as its receiver sees it. */
    public interface Incoming {
        /** Tells the peer what is here and what may be sent; with {@code gap} also that something is missing. */
        void tell(long received, long limit, boolean gap);

        /** How long the way to the peer and back is, in nanoseconds; 0 if not known. */
        long shortestRoundTrip();

        /** The reader does not want the rest. */
        void unwanted();
    }

    private final FlowSettings settings;
    private final Incoming incoming;
    private final ReceiveWindow window;
    private final ChunkQueue queue = new ChunkQueue();
    private final SerialLoop loop;

    /** Somebody has come to read; {@link #subscriber} is set a moment later. */
    private boolean claimed;

    private boolean ended;
    private long demand;
    private @Nullable Throwable failure;
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private volatile TunnelHeaders trailers = TunnelHeaders.empty();

    /** Makes a receiver that has received nothing. */
    public BodyReceiver(FlowSettings settings, Incoming incoming) {
        this.settings = settings;
        this.incoming = incoming;
        this.loop = new SerialLoop(settings.options().executor(), this::run);
        this.window = new ReceiveWindow(
                settings.options().limits(),
                settings.options().timing().repeats().gap(),
                settings.budget(),
                settings.clock().nanos());
    }

    /** Takes a piece of the body. */
    public Receipt accept(Frame.Data data) {
        return accept(data.offset(), data.body(), Flags.has(data.flags(), Flags.FIN));
    }

    /** Takes the end of the body, with trailers. */
    public Receipt accept(Frame.Trailers end) {
        trailers = end.trailers();
        return accept(end.offset(), ByteBuffer.allocate(0), true);
    }

    /** Takes a piece of the body that came otherwise, such as with a head. */
    public Receipt accept(long offset, ByteBuffer body, boolean last) {
        long now = settings.clock().nanos();
        Receipt receipt;
        boolean tell = false;
        boolean gap = false;
        boolean wake;
        synchronized (this) {
            wake = subscriber != null;
            receipt = take(offset, body, last, now);
            switch (receipt) {
                case ACCEPTED -> tell = window.isUrgent();
                case KNOWN -> {
                    window.owe(now);
                    tell = window.mayAnswer(now);
                }
                case BEYOND_HOLE -> {
                    window.skip(offset + body.remaining());
                    gap = window.isHoleDue(now);
                }
                case COMPLETED, VIOLATION -> {}
            }
        }
        if (tell || gap) {
            tell(gap, now);
        }
        if (wake && (receipt == Receipt.ACCEPTED || receipt == Receipt.COMPLETED)) {
            loop.wakeUp();
        }
        return receipt;
    }

    /** So many bytes travel with the head of a request and need no window. */
    public synchronized void allow(long bytes) {
        window.allow(bytes);
    }

    /** A piece came before the head that it belongs to. */
    public void early(long end) {
        synchronized (this) {
            window.skip(end);
        }
        tick(settings.clock().nanos());
    }

    /** Acknowledges what was not yet, and reports a hole again. To be called now and then. */
    public void tick(long now) {
        boolean gap;
        boolean tell;
        synchronized (this) {
            gap = failure == null && window.isHoleDue(now);
            tell = failure == null && (window.isOverdue(now) || (!ended && window.extend()));
        }
        if (gap || tell) {
            tell(gap, now);
        }
    }

    /** The peer has to hear soon what is here. */
    public synchronized void owe() {
        window.owe(settings.clock().nanos());
    }

    /** The peer hears what is here by another frame than a WINDOW. */
    public synchronized void listed() {
        window.told(false, settings.clock().nanos());
    }

    /** Tells the peer what is here. */
    public void tell() {
        tell(false, settings.clock().nanos());
    }

    /** The stream is over. Has no effect on a body that is complete: its reader gets all of it. */
    public void fail(Throwable problem) {
        synchronized (this) {
            if (window.isComplete() || failure != null) {
                return;
            }
            failure = problem;
            queue.clear();
            window.release();
        }
        loop.wakeUp();
    }

    /** Bytes received in order. */
    public synchronized long received() {
        return window.received();
    }

    /** The highest offset that the peer may send. */
    public synchronized long limit() {
        return window.limit();
    }

    /** True if the peer may send more bytes. */
    public synchronized boolean mayGetMore() {
        return window.received() < window.limit();
    }

    public synchronized boolean isComplete() {
        return window.isComplete();
    }

    /** True if somebody reads, has read, or has given up the body. */
    public synchronized boolean isClaimed() {
        return ended || claimed;
    }

    /** The trailers; empty as long as the body is not complete. */
    public TunnelHeaders trailers() {
        return trailers;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> reader) {
        if (!claim()) {
            Reading.refuse(reader);
            return;
        }
        reader.onSubscribe(new Reading(this::request, this::cancelReading));
        synchronized (this) {
            subscriber = reader; // only now: before, its subscription was not in its hands (Reactive Streams, 1.3)
        }
        loop.wakeUp();
    }

    private synchronized boolean claim() {
        boolean first = !claimed;
        claimed = true;
        return first;
    }

    private Receipt take(long offset, ByteBuffer body, boolean last, long now) {
        long end = offset + body.remaining();
        long received = window.received();
        boolean complete = window.isComplete();
        if (failure != null) {
            return Receipt.KNOWN;
        }
        if (end > window.limit() || (complete && end > received)) {
            return Receipt.VIOLATION;
        }
        if (offset > received) {
            return Receipt.BEYOND_HOLE;
        }
        if (end < received && last) {
            return complete ? Receipt.KNOWN : Receipt.VIOLATION; // an end before bytes that were sent already
        }
        if (end <= received && (!last || complete)) {
            return Receipt.KNOWN;
        }
        int known = (int) (received - offset);
        if (!ended && end > received) {
            queue.add(body.slice(body.position() + known, body.remaining() - known));
        }
        window.receive(end, last, now);
        if (last) {
            window.settle(claimed);
        }
        return last ? Receipt.COMPLETED : Receipt.ACCEPTED;
    }

    private void tell(boolean gap, long now) {
        long received;
        long limit;
        synchronized (this) {
            window.told(gap, now);
            received = window.received();
            limit = window.limit();
        }
        incoming.tell(received, limit, gap);
    }

    private void run() {
        while (deliverOne()) {
            // until there is nothing to deliver
        }
    }

    /** Calls the subscriber at most once; false if there is nothing to call it for. */
    private boolean deliverOne() {
        Flow.Subscriber<? super ByteBuffer> reader;
        ByteBuffer next;
        Throwable problem;
        boolean tell = false;
        long now = settings.clock().nanos();
        long roundTrip = incoming.shortestRoundTrip();
        synchronized (this) {
            reader = subscriber;
            if (reader == null || ended) {
                return false;
            }
            problem = failure;
            next = problem == null && demand > 0 ? queue.poll() : null;
            if (next != null) {
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                tell = window.take(next.remaining(), roundTrip, now);
            } else if (problem == null && !(window.isComplete() && queue.isEmpty())) {
                return false;
            } else {
                ended = true;
            }
        }
        if (tell) {
            tell(false, now);
        }
        Reading.deliver(reader, next, problem);
        return true;
    }

    private void request(long more) {
        if (more <= 0) {
            fail(new TunnelException(TunnelErrorCode.CANCELLED, "a reader asked for " + more + " buffers"));
            return;
        }
        synchronized (this) {
            demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
        }
        loop.wakeUp();
    }

    private void cancelReading() {
        boolean unwanted;
        synchronized (this) {
            unwanted = !ended && !window.isComplete() && failure == null;
            ended = true;
            queue.clear();
            window.release();
        }
        if (unwanted) {
            incoming.unwanted();
        }
    }
}
