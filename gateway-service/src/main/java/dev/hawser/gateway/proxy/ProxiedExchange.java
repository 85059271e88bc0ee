package dev.hawser.gateway.proxy;

import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelUpgrade;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One exchange of a client with an upstream. Everything happens on the client's event loop. */
final class ProxiedExchange {

    private final ProxyRoutes.Exchanges exchanges;
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ProxyPath path;
    private final Principal.Person person;
    private final Context loop;
    private final AnswerHead head;
    private final RequestBody body;
    private ProxySlots.@Nullable Ticket ticket;
    private @Nullable TunnelCall<?> call;
    private @Nullable ClientWriter writer;
    private boolean over;

    ProxiedExchange(ProxyRoutes.Exchanges exchanges, RoutingContext context, ProxyPath path, Principal.Person person) {
        this.exchanges = exchanges;
        this.context = context;
        this.request = context.request();
        this.response = context.response();
        this.path = path;
        this.person = person;
        this.loop = exchanges.vertx().getOrCreateContext();
        this.head = new AnswerHead(path, !request.headers().contains(HttpHeaders.AUTHORIZATION));
        this.body = new RequestBody(loop, request, response);
    }

    void start() {
        context.addEndHandler(ended -> clientGone());
        request.exceptionHandler(failure -> clientGone());
        exchanges
                .access()
                .owns(person, path.link())
                .subscribe()
                .with(owned -> onLoop(() -> admit(owned)), failure -> onLoop(() -> refuse(failure)));
    }

    private void admit(boolean owned) {
        if (over) {
            return;
        }
        if (!owned) {
            refuse(ProblemException.notFound("link"));
            return;
        }
        ticket = exchanges
                .slots()
                .take(person.owner(), () -> onLoop(this::collect), refusal -> onLoop(() -> refuse(refusal)));
    }

    /** A small body is waited for: it travels with the head of its request. */
    private void collect() {
        if (!over) {
            body.collect(this::send);
        }
    }

    private void send() {
        if (over) {
            return;
        }
        Optional<TunnelRequest> made = tunnelRequest();
        if (made.isEmpty()) {
            return;
        }
        if (isUpgrade()) {
            var opening = new TunnelCall<TunnelUpgrade>(loop, this::upgraded, this::refuse);
            call = opening;
            exchanges.tunnel().upgrade(path.link(), made.get()).subscribe().withSubscriber(opening);
        } else {
            var opening = new TunnelCall<TunnelResponse>(loop, this::answered, this::refuse);
            call = opening;
            exchanges.tunnel().send(path.link(), made.get()).subscribe().withSubscriber(opening);
        }
    }

    private Optional<TunnelRequest> tunnelRequest() {
        try {
            TunnelHeaders headers = ForwardedHead.of(request, path);
            TunnelRequest made = TunnelRequest.of(request.method().name(), path.target())
                    .withHeaders(headers)
                    .inTheNameOf(TunnelPrincipal.user(person.owner()))
                    .withoutIdleTimeout();
            return Optional.of(isUpgrade() ? made : made.withBody(body.forTunnel()));
        } catch (IllegalArgumentException e) {
            refuse(ProblemException.invalid("The request cannot be passed on: " + e.getMessage() + '.'));
            return Optional.empty();
        }
    }

    private boolean isUpgrade() {
        return request.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, true)
                && request.headers().contains(HttpHeaders.UPGRADE);
    }

    private void upgraded(TunnelUpgrade outcome) {
        switch (outcome) {
            case TunnelUpgrade.Answered(TunnelResponse answer) -> answered(answer);
            case TunnelUpgrade.Switched switched when over -> switched.channel().reset("the client has gone");
            case TunnelUpgrade.Switched switched ->
                new UpgradedExchange(exchanges, loop, switched.channel(), this::finish)
                        .start(request, head, switched.headers());
        }
    }

    private void answered(TunnelResponse answer) {
        if (over) {
            answer.discard();
            return;
        }
        if (Refusals.isOurs(answer)) {
            Refusals.of(answer)
                    .subscribe()
                    .with(refusal -> onLoop(() -> refuse(refusal)), failure -> onLoop(() -> refuse(failure)));
            return;
        }
        head.write(answer.status(), answer.headers(), response);
        Optional<byte[]> whole = answer.content().atHand();
        if (whole.isPresent()) {
            end(whole.get());
        } else {
            stream(answer);
        }
    }

    private void end(byte[] bytes) {
        finish();
        response.end(Buffers.forClient(ByteBuffer.wrap(bytes)));
    }

    private void stream(TunnelResponse answer) {
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        var writing = new ClientWriter(loop, response, new ClientWriter.End() {
            @Override
            public void complete() {
                answer.content()
                        .trailers()
                        .entries()
                        .forEach(trailer -> response.putTrailer(trailer.name(), trailer.value()));
                finish();
                response.end();
            }

            @Override
            public void broken(Throwable failure) {
                cut();
            }
        });
        writer = writing;
        answer.body().subscribe().withSubscriber(writing);
    }

    /** The client must not take what it has for the whole. */
    private void cut() {
        finish();
        if (!response.reset()) {
            request.connection().close();
        }
    }

    private void refuse(Throwable failure) {
        if (over) {
            return;
        }
        finish();
        ProblemWriter.write(context, failure);
    }

    private void clientGone() {
        if (over) {
            return;
        }
        finish();
        TunnelCall<?> opening = call;
        if (opening != null) {
            opening.cancel();
        }
        ClientWriter writing = writer;
        if (writing != null) {
            writing.cancel();
        }
    }

    private void finish() {
        over = true;
        ProxySlots.Ticket held = ticket;
        if (held != null) {
            held.close();
        }
        body.discard();
    }

    private void onLoop(Runnable action) {
        loop.runOnContext(nothing -> action.run());
    }
}
