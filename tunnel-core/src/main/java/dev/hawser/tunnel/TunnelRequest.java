package dev.hawser.tunnel;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request to a link.
 *
 * @param method an HTTP method, at most 32 characters
 * @param target origin form, such as {@code /api/links/status?x=1}: visible ASCII, at most 16 KiB
 * @param headers hop-by-hop headers among them are not sent
 * @param body the body; a stream is subscribed to once, when the host has taken the request
 * @param deadline time for the whole exchange, enforced on both ends; empty for none
 * @param repeatable running it twice does no harm, so that it may be repeated when the outcome is unknown
 * @param idleTimeout time without any frame of the stream after which it fails; empty for none
 * @param principal in whose name it is made; empty for the calling service itself
 */
public record TunnelRequest(
        String method,
        String target,
        TunnelHeaders headers,
        TunnelBody body,
        Optional<Duration> deadline,
        boolean repeatable,
        Optional<Duration> idleTimeout,
        Optional<TunnelPrincipal> principal) {

    /** Longest target in bytes. */
    public static final int MAX_TARGET_BYTES = 16 * 1024;

    /** Idle timeout unless another one is set. */
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(45);

    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,32}");
    private static final Pattern TARGET = Pattern.compile("/[\\x21\\x22\\x24-\\x7e]*");
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    public TunnelRequest {
        if (!isMethod(method)) {
            throw new IllegalArgumentException("not an HTTP method: '" + method + "'");
        }
        if (!isTarget(target)) {
            throw new IllegalArgumentException("not an origin-form target of at most 16 KiB: '" + target + "'");
        }
        if (deadline.isPresent() && !deadline.get().isPositive()) {
            throw new IllegalArgumentException("the deadline must be positive: " + deadline.get());
        }
    }

    /** A request without headers and body. */
    public static TunnelRequest of(String method, String target) {
        return new TunnelRequest(
                method,
                target,
                TunnelHeaders.empty(),
                TunnelBody.empty(),
                Optional.empty(),
                REPEATABLE.contains(method),
                Optional.of(DEFAULT_IDLE_TIMEOUT),
                Optional.empty());
    }

    public static TunnelRequest get(String target) {
        return of("GET", target);
    }

    public static TunnelRequest delete(String target) {
        return of("DELETE", target);
    }

    public static TunnelRequest post(String target, TunnelBody body) {
        return of("POST", target).withBody(body);
    }

    public static TunnelRequest put(String target, TunnelBody body) {
        return of("PUT", target).withBody(body);
    }

    /** POST with a JSON body. */
    public static TunnelRequest postJson(String target, byte[] json) {
        return post(target, TunnelBody.of(json)).withHeader("Content-Type", "application/json");
    }

    public TunnelRequest withHeaders(TunnelHeaders other) {
        return new TunnelRequest(method, target, other, body, deadline, repeatable, idleTimeout, principal);
    }

    /** With one header more. */
    public TunnelRequest withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public TunnelRequest withBody(TunnelBody other) {
        return new TunnelRequest(method, target, headers, other, deadline, repeatable, idleTimeout, principal);
    }

    public TunnelRequest withDeadline(Duration other) {
        return new TunnelRequest(method, target, headers, body, Optional.of(other), repeatable, idleTimeout, principal);
    }

    /** Running this request twice does no harm, whatever its method says. */
    public TunnelRequest asRepeatable() {
        return new TunnelRequest(method, target, headers, body, deadline, true, idleTimeout, principal);
    }

    public TunnelRequest withIdleTimeout(Duration other) {
        return new TunnelRequest(method, target, headers, body, deadline, repeatable, Optional.of(other), principal);
    }

    /** For proxied exchanges, which may be silent as long as the other end is alive. */
    public TunnelRequest withoutIdleTimeout() {
        return new TunnelRequest(method, target, headers, body, deadline, repeatable, Optional.empty(), principal);
    }

    /** In the name of somebody else than the calling service. */
    public TunnelRequest inTheNameOf(TunnelPrincipal other) {
        return new TunnelRequest(method, target, headers, body, deadline, repeatable, idleTimeout, Optional.of(other));
    }

    /** Can that be sent as a method? */
    public static boolean isMethod(String method) {
        return METHOD.matcher(method).matches();
    }

    /** Can that be sent as a target? */
    public static boolean isTarget(String target) {
        return target.length() <= MAX_TARGET_BYTES && TARGET.matcher(target).matches();
    }
}
