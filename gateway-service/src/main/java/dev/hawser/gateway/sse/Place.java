package dev.hawser.gateway.sse;

import dev.hawser.gateway.identity.Principal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One exchange that holds one of its owner's places, from its start to its end. */
public final class Place {

    private final Vertx vertx;
    private final RoutingContext exchange;
    private final Context context;
    private final Principal.Person person;
    private final Duration keepalive;
    private @Nullable EventStream stream;
    private boolean leaving;

    Place(Vertx vertx, RoutingContext exchange, Principal.Person person, Duration keepalive) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.context = vertx.getOrCreateContext();
        this.person = person;
        this.keepalive = keepalive;
    }

    /** The request and its response. */
    public RoutingContext exchange() {
        return exchange;
    }

    /** Where everything about the response happens. */
    public Context context() {
        return context;
    }

    /** Whose place it is. */
    public Principal.Person person() {
        return person;
    }

    /**
     * Sends the head of the response; on {@link #context()} only.
     *
     * @param headers beside those of every such response
     * @param drained called when the response takes more after it was full
     * @param closed called once when the response has ended, whoever ended it
     */
    public EventStream open(Map<String, String> headers, Runnable drained, Runnable closed) {
        var opened = new EventStream(vertx, exchange, keepalive, headers, drained, closed);
        stream = opened;
        if (leaving) {
            context.runOnContext(nothing -> opened.end());
        }
        return opened;
    }

    /** Ends the response in the middle: the client comes back, to another pod. May be called on any thread. */
    void leave() {
        context.runOnContext(nothing -> {
            leaving = true;
            EventStream opened = stream;
            if (opened != null) {
                opened.end();
            }
        });
    }
}
