package dev.hawser.tunnel.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Answers that are out and not acknowledged, kept for a while so that they can be repeated; the oldest are given up when
 * they hold too many bytes. Only time in which the caller could have fetched them counts: it begins anew when the caller
 * is back from a suspension. Thread-safe.
 */
final class FinishedAnswers {

    private static final int MOST = 16_384;
    private static final long OVERHEAD_BYTES = 512;

    private record Kept(HostStream stream, long bytes, long at) {}

    private final long mostBytes;
    private final long nanos;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private long bytes;

    FinishedAnswers(long mostBytes, long nanos) {
        this.mostBytes = mostBytes;
        this.nanos = nanos;
    }

    /** Keeps one more. */
    void add(HostStream stream, long keptBytes, long now) {
        List<HostStream> tooMuch = new ArrayList<>();
        synchronized (this) {
            long size = keptBytes + OVERHEAD_BYTES;
            kept.addLast(new Kept(stream, size, now));
            bytes += size;
            while (bytes > mostBytes || kept.size() > MOST) {
                Kept oldest = kept.removeFirst();
                bytes -= oldest.bytes();
                tooMuch.add(oldest.stream());
            }
        }
        tooMuch.forEach(HostStream::forget);
    }

    /** Gives up what is too old, and lets go of what was acknowledged meanwhile. */
    void tick(long now) {
        List<HostStream> old = new ArrayList<>();
        synchronized (this) {
            Iterator<Kept> all = kept.iterator();
            while (all.hasNext()) {
                Kept one = all.next();
                boolean late = Math.min(now - one.at(), one.stream().pair().presentNanos(now)) >= nanos;
                if (late || one.stream().isOver()) {
                    all.remove();
                    bytes -= one.bytes();
                    if (late) {
                        old.add(one.stream());
                    }
                }
            }
        }
        old.forEach(HostStream::forget);
    }
}
