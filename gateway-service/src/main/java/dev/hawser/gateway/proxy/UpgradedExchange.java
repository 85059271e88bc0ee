package dev.hawser.gateway.proxy;

import dev.hawser.tunnel.TunnelChannel;
import dev.hawser.tunnel.TunnelHeaders;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/** Raw bytes both ways between a client's socket and an upgraded stream, such as a WebSocket's. */
final class UpgradedExchange {

    private static final int SWITCHING = 101;

    private final ProxyRoutes.Exchanges exchanges;
    private final Context loop;
    private final TunnelChannel channel;
    private final Runnable finished;
    private boolean upstreamEnded;

    UpgradedExchange(ProxyRoutes.Exchanges exchanges, Context loop, TunnelChannel channel, Runnable finished) {
        this.exchanges = exchanges;
        this.loop = loop;
        this.channel = channel;
        this.finished = finished;
    }

    /** Answers 101 and relays from then on. */
    void start(HttpServerRequest request, AnswerHead head, TunnelHeaders headers) {
        head.write(SWITCHING, headers, request.response());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        request.toNetSocket()
                .onSuccess(socket -> loop.runOnContext(nothing -> relay(socket)))
                .onFailure(failure -> {
                    channel.reset("the client's connection cannot be upgraded");
                    finished.run();
                });
    }

    private void relay(NetSocket socket) {
        socket.pause();
        var up = new ClientBytes(loop, socket, () -> {});
        var down = new ClientWriter(loop, socket, new ClientWriter.End() {
            @Override
            public void complete() {
                upstreamEnded = true;
                socket.end();
            }

            @Override
            public void broken(Throwable failure) {
                upstreamEnded = true;
                socket.close();
            }
        });
        socket.closeHandler(nothing -> {
            up.end();
            finished.run();
            if (!upstreamEnded) { // it may still have something to do, though nobody hears it any more
                exchanges.vertx().setTimer(exchanges.config().lastWords().toMillis(), id -> giveUp(down));
            }
        });
        channel.send(Multi.createFrom().publisher(up));
        channel.incoming().subscribe().withSubscriber(down);
    }

    private void giveUp(ClientWriter down) {
        if (!upstreamEnded) {
            upstreamEnded = true;
            down.cancel();
            channel.reset("the client has gone");
        }
    }
}
