package dev.hawser.localstack.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A client's connection and the one to the server that it stands for. */
final class ProxiedConnection {

    private final Socket client;
    private final Socket upstream;
    private final Pump toServer;
    private final Pump toClient;
    private final boolean endsHard;
    private final Consumer<ProxiedConnection> onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    ProxiedConnection(
            Socket client, Socket upstream, Network network, CutRule.Cut fate, Consumer<ProxiedConnection> onEnd)
            throws IOException {
        this.client = client;
        this.upstream = upstream;
        this.endsHard = fate.hard();
        this.onEnd = onEnd;
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        var budget = new ByteBudget(fate.afterBytes());
        this.toServer = new Pump(client, upstream, network, budget, this::spent, this::directionEnded);
        this.toClient = new Pump(upstream, client, network, budget, this::spent, this::directionEnded);
    }

    void start() {
        toServer.start();
        toClient.start();
    }

    void follow(Network network) {
        toServer.follow(network);
        toClient.follow(network);
    }

    /** Neither end hears of the other again. */
    void silence() {
        toServer.silence();
        toClient.silence();
    }

    void cut() {
        end(false);
    }

    void reset() {
        end(true);
    }

    private void spent() {
        end(endsHard);
    }

    /** A direction that ended by itself was passed on as a half-close; when both have, nothing is left. */
    private void directionEnded() {
        if (toServer.isDone() && toClient.isDone()) {
            end(false);
        }
    }

    private void end(boolean hard) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        onEnd.accept(this);
        close(client, hard);
        close(upstream, hard);
        toServer.stop();
        toClient.stop();
    }

    private static void close(Socket socket, boolean hard) {
        try {
            if (hard) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException alreadyGone) {
            System.getLogger(ProxiedConnection.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing: {0}", alreadyGone.getMessage());
        }
    }
}
