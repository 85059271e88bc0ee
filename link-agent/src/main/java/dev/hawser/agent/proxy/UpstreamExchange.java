package dev.hawser.agent.proxy;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** One exchange with an upstream, from its head to the moment when the connection is kept, closed or cut. */
final class UpstreamExchange {

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final int SWITCHING = 101;
    private static final int FINAL = 200;
    private static final int MOST_INTERIM = 16;

    private final TunnelExchange exchange;
    private final Upstream upstream;
    private final String rest;
    private final UpstreamPool pool;
    private @Nullable UpstreamConnection used;

    UpstreamExchange(TunnelExchange exchange, Upstream upstream, String rest, UpstreamPool pool) {
        this.exchange = exchange;
        this.upstream = upstream;
        this.rest = rest;
        this.pool = pool;
    }

    /** The head of the answer, with a body that is still to be read. */
    TunnelResponse run() throws ProxyException {
        exchange.onCancel(this::abort);
        // a kept connection may be closed by the upstream at any moment: for requests only that may be sent again
        Optional<UpstreamConnection> kept = mayRepeat() ? pool.kept(upstream) : Optional.empty();
        if (kept.isPresent()) {
            try {
                return run(kept.get());
            } catch (IOException e) {
                abort();
            }
        }
        UpstreamConnection connection = pool.connect(upstream);
        try {
            return run(connection);
        } catch (IOException | IllegalArgumentException e) {
            abort();
            throw e instanceof ProxyException known
                    ? known
                    : new ProxyException(ProblemCode.UPSTREAM_FAILED, upstream.name() + ": " + e.getMessage() + '.', e);
        }
    }

    private boolean mayRepeat() {
        return REPEATABLE.contains(exchange.method()) && UpstreamRequest.hasNoBody(exchange) && !exchange.isUpgrade();
    }

    private TunnelResponse run(UpstreamConnection connection) throws IOException {
        use(connection);
        if (exchange.isCancelled()) {
            abort();
            throw new ProxyException(ProblemCode.UPSTREAM_FAILED, "Nobody waits for an answer any more.");
        }
        UpstreamRequest request = UpstreamRequest.of(exchange, upstream, rest);
        connection.write(request.head());
        Optional<Upload> upload = upload(connection, request.length());
        ClassicHttpResponse head = finalHead(connection);
        if (head.getCode() == SWITCHING) {
            return exchange.upgrade(
                    UpstreamAnswer.headers(head, upstream), channel -> new Relay(connection, channel).start());
        }
        return answer(connection, UpstreamAnswer.of(head, upstream, exchange.method()), upload);
    }

    private Optional<Upload> upload(UpstreamConnection connection, OptionalLong length) throws IOException {
        if (UpstreamRequest.hasNoBody(exchange)) {
            connection.flush();
            return Optional.empty();
        }
        var upload = new Upload(connection, exchange.body(), length);
        upload.start();
        return Optional.of(upload);
    }

    /** Interim answers do not pass the tunnel, but for the one that switches protocols. */
    private ClassicHttpResponse finalHead(UpstreamConnection connection) throws IOException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            ClassicHttpResponse head = connection.readHead();
            boolean switching = head.getCode() == SWITCHING;
            if (head.getCode() >= FINAL || (switching && exchange.isUpgrade())) {
                return head;
            }
            if (switching) {
                throw new IOException("it switched protocols unasked");
            }
        }
        throw new IOException("it gave interim answers only");
    }

    private TunnelResponse answer(UpstreamConnection connection, UpstreamAnswer answer, Optional<Upload> upload)
            throws IOException {
        Runnable complete = () ->
                release(answer.isReusable() && upload.map(Upload::isComplete).orElse(true));
        if (answer.isBare()) {
            complete.run();
            return TunnelResponse.of(answer.status(), answer.headers(), TunnelBody.empty());
        }
        UpstreamAnswer.Body body = answer.body(connection);
        Optional<byte[]> whole = body.atHand(connection.buffered());
        if (whole.isPresent()) {
            complete.run();
            return TunnelResponse.of(answer.status(), answer.headers(), TunnelBody.of(whole.get()));
        }
        var reader = new BodyReader(body.stream(), new BodyReader.End() {
            @Override
            public void complete() {
                complete.run();
            }

            @Override
            public void broken() {
                abort();
            }
        });
        TunnelHeaders headers = answer.headers();
        return TunnelResponse.of(
                answer.status(), headers, TunnelBody.of(Multi.createFrom().publisher(reader), body::trailers));
    }

    private synchronized void use(UpstreamConnection connection) {
        used = connection;
    }

    /** The connection, for the one who says what becomes of it. */
    private synchronized @Nullable UpstreamConnection part() {
        UpstreamConnection connection = used;
        used = null;
        return connection;
    }

    private void release(boolean reusable) {
        UpstreamConnection connection = part();
        if (connection == null) {
            return;
        }
        if (reusable) {
            pool.keep(upstream, connection);
        } else {
            connection.close();
        }
    }

    private void abort() {
        UpstreamConnection connection = part();
        if (connection != null) {
            connection.abort();
        }
    }
}
