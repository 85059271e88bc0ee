package dev.hawser.gateway.identity;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The principal of the request under way. Ask at the start of a resource method, on the thread that called it. */
@ApplicationScoped
public class Caller {

    private static final String KEY = Principal.class.getName();

    private final CurrentVertxRequest request;

    Caller(CurrentVertxRequest request) {
        this.request = request;
    }

    /** The person who calls, or whose program does. */
    public Principal.Person person() {
        return person(request.getCurrent());
    }

    /** The agent that calls. */
    public Principal.Agent agent() {
        if (principal(request.getCurrent()) instanceof Principal.Agent agent) {
            return agent;
        }
        throw unauthenticated();
    }

    /** Where the request came from, as the server was told to see it. */
    public String address() {
        return address(request.getCurrent());
    }

    /** As {@link #address()}, for routes that are served without the REST layer. */
    public static String address(RoutingContext context) {
        SocketAddress remote = context.request().remoteAddress();
        String host = remote == null ? null : remote.hostAddress();
        return host == null ? "unknown" : host;
    }

    /** As {@link #person()}, for routes that are served without the REST layer. */
    public static Principal.Person person(RoutingContext context) {
        if (principal(context) instanceof Principal.Person person) {
            return person;
        }
        throw unauthenticated();
    }

    static void set(RoutingContext context, Principal principal) {
        context.put(KEY, principal);
    }

    private static @Nullable Principal principal(RoutingContext context) {
        return context.get(KEY);
    }

    private static ProblemException unauthenticated() {
        return ProblemException.of(ProblemCode.UNAUTHENTICATED, "Send a token, or sign in.");
    }
}
