package dev.hawser.gateway.sse;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/** One response of server-sent events. Used on the context of its connection only. */
public final class EventStream {

    /** Says that the connection lives; clients ignore it. */
    private static final Buffer KEEPALIVE = Buffer.buffer(": keepalive\n\n");

    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final long keepaliveTimer;
    private boolean open = true;
    private boolean insideEvent;
    private boolean written;

    /** Sends the head, as {@link Place#open} says. */
    EventStream(
            Vertx vertx,
            RoutingContext context,
            Duration keepalive,
            Map<String, String> headers,
            Runnable drained,
            Runnable closed) {
        this.vertx = vertx;
        this.response = context.response();
        response.setStatusCode(OK).setChunked(true);
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
        response.putHeader("Cache-Control", "no-cache, no-transform");
        response.putHeader("X-Accel-Buffering", "no");
        headers.forEach(response::putHeader);
        context.addEndHandler(ended -> close(closed));
        response.drainHandler(nothing -> drained.run());
        this.keepaliveTimer = vertx.setPeriodic(keepalive.toMillis(), timer -> keepAlive());
        response.write(Buffer.buffer());
    }

    /** False once the response has ended. */
    public boolean isOpen() {
        return open;
    }

    /** True while the client reads more slowly than we write. */
    public boolean isFull() {
        return response.writeQueueFull();
    }

    /** True between the first and the last piece of an event. */
    public boolean isInsideEvent() {
        return insideEvent;
    }

    /** Writes whole events. */
    public void write(Buffer events) {
        if (open && events.length() > 0) {
            written = true;
            response.write(events);
        }
    }

    /** Writes a piece of an event. */
    public void writePiece(Buffer piece, boolean last) {
        write(piece);
        insideEvent = !last;
    }

    /** Ends the response; a client that has not seen {@code [DONE]} comes back with its cursor. */
    public void end() {
        if (open) {
            open = false;
            vertx.cancelTimer(keepaliveTimer);
            response.end();
        }
    }

    private void keepAlive() {
        if (open && !written && !insideEvent && !isFull()) {
            response.write(KEEPALIVE);
        }
        written = false;
    }

    private void close(Runnable closed) {
        open = false;
        vertx.cancelTimer(keepaliveTimer);
        closed.run();
    }
}
