package dev.hawser.agent.proxy;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.ProxyHeader;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.WorkRefusal;
import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Uni;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves {@code /proxy/<upstream>/…}: the named upstream and nothing else (design 04).
 *
 * <p>An answer of its own carries {@link ProxyHeader#REFUSAL}. Blocks: to be called on a virtual thread.
 */
public final class ProxyRoute implements TunnelHandler, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ProxyRoute.class.getName());

    private final Supplier<Map<String, Upstream>> upstreams;
    private final UpstreamPool pool = new UpstreamPool();

    /** Serves what is exposed at the moment of each request. */
    public ProxyRoute(Supplier<Map<String, Upstream>> upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public Uni<TunnelResponse> handle(TunnelExchange exchange) {
        try {
            return Uni.createFrom().item(answer(exchange));
        } catch (ProxyException e) {
            LOG.log(Level.DEBUG, () -> exchange.method() + ' ' + exchange.target(), e);
            return Uni.createFrom().item(refusal(e.code(), String.valueOf(e.getMessage())));
        }
    }

    /** Closes connections that nobody uses. */
    @Override
    public void close() {
        pool.close();
    }

    private TunnelResponse answer(TunnelExchange exchange) throws ProxyException {
        ProxyTarget target = ProxyTarget.of(exchange.target())
                .orElseThrow(() -> new ProxyException(ProblemCode.NOT_FOUND, "There is nothing at this path."));
        Upstream upstream = upstreams.get().get(target.upstream());
        if (upstream == null) {
            throw new ProxyException(
                    ProblemCode.UNKNOWN_UPSTREAM, "Nothing is exposed as '" + target.upstream() + "' on this desktop.");
        }
        if (ProxyTarget.hasDotSegment(target.path())) {
            throw new ProxyException(ProblemCode.INVALID, "A path must not contain '.' or '..'.");
        }
        return new UpstreamExchange(exchange, upstream, target.rest(), pool).run();
    }

    private static TunnelResponse refusal(ProblemCode code, String detail) {
        return TunnelResponse.of(
                code.status(),
                TunnelHeaders.of("Content-Type", "application/json", ProxyHeader.REFUSAL, code.text()),
                TunnelBody.of(Json.bytes(new WorkRefusal(code.text(), detail, Optional.empty()))));
    }
}
