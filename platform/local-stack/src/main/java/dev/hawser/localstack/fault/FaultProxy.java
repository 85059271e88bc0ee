package dev.hawser.localstack.fault;

import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy of the loopback address that does to its connections what networks do.
 *
 * <pre>
 * var proxy = FaultProxy.to(nats.clientUrl().getPort());
 * proxy.delay(Duration.ofMillis(50));     // a round trip takes 100 ms longer
 * proxy.stall();                          // nothing passes any more; nobody is told
 * proxy.heal();                           // what was sent meanwhile arrives
 * proxy.reset();                          // every connection ends with an RST
 * </pre>
 *
 * Thread-safe. Each connection holds at most 8 MiB per direction.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 1_024;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile Network network = Network.PERFECT;
    private volatile CutRule cutRule = CutRule.NEVER;

    private FaultProxy(int targetPort, int port) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        try {
            this.server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException failure) {
            throw new LocalStackException("cannot listen on port " + port, failure);
        }
        Thread.ofVirtual().name("fault-proxy-" + port).start(this::accept);
    }

    /** A proxy in front of a server of this machine. */
    public static FaultProxy to(int targetPort) {
        return new FaultProxy(targetPort, FreePorts.choose());
    }

    /** The port that clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** The same address with the port of this proxy. */
    public URI instead(URI address) {
        try {
            return new URI(
                    address.getScheme(),
                    address.getUserInfo(),
                    address.getHost(),
                    port(),
                    address.getPath(),
                    null,
                    null);
        } catch (URISyntaxException impossible) {
            throw new IllegalArgumentException(address.toString(), impossible);
        }
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.size();
    }

    /** Connections that were opened since the start. */
    public long accepted() {
        return accepted.get();
    }

    /** From now on every byte is that long under way, in each direction. */
    public void delay(Duration oneWay) {
        change(network.withDelay(oneWay));
    }

    /** From now on that many bytes pass in a second, for each connection and direction; 0 for no limit. */
    public void bandwidth(long bytesPerSecond) {
        change(network.withBandwidth(bytesPerSecond));
    }

    /** Nothing passes any more, in no direction, and nobody is told. What is sent meanwhile arrives after a healing. */
    public void stall() {
        change(network.withPasses(false));
    }

    /**
     * Present connections are half open from now on: neither end hears of the other again, also after a healing, until
     * it gives the connection up. New ones are as good as the network.
     */
    public void halfOpen() {
        connections.forEach(ProxiedConnection::silence);
    }

    /** Present connections end as if each side had closed them. New ones may be opened. */
    public void cut() {
        connections.forEach(ProxiedConnection::cut);
    }

    /** Present connections end with an RST. New ones may be opened. */
    public void reset() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Present connections are reset, and new ones as soon as they are made, until a healing. */
    public void refuse() {
        change(network.withAccepts(false));
        reset();
    }

    /**
     * From now on each new connection is cut, or reset by the toss of a coin, after a random number of bytes.
     *
     * @param seed the same seed cuts the same connections, in the order in which they are opened, after the same number
     *     of bytes of both directions together. While one side waits for the other, that is the same byte; where both
     *     write at once, which bytes are in that number is a matter of timing.
     * @param meanBytes how many bytes pass on average; 0 stops the cutting
     */
    public void cutAtRandom(long seed, long meanBytes) {
        cutRule = meanBytes == 0 ? CutRule.NEVER : CutRule.random(new Random(seed), meanBytes);
    }

    /** The network is perfect again. Connections that were made half open stay so. */
    public void heal() {
        cutRule = CutRule.NEVER;
        change(Network.PERFECT);
    }

    /** Ends all connections and listens no more. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new LocalStackException("cannot close the proxy at port " + port(), failure);
        } finally {
            reset();
        }
    }

    private void change(Network next) {
        network = next;
        connections.forEach(connection -> connection.follow(next));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                take(server.accept());
            } catch (IOException closed) {
                System.getLogger(FaultProxy.class.getName())
                        .log(System.Logger.Level.DEBUG, "a connection was not taken: {0}", closed.getMessage());
            }
        }
    }

    private void take(Socket client) throws IOException {
        accepted.incrementAndGet();
        Socket upstream = new Socket();
        try {
            if (!network.accepts()) {
                throw new IOException("the network accepts nothing");
            }
            upstream.connect(target);
        } catch (IOException refused) {
            client.setSoLinger(true, 0);
            client.close();
            upstream.close();
            return;
        }
        var connection = new ProxiedConnection(client, upstream, network, cutRule.next(), connections::remove);
        connections.add(connection);
        connection.start();
        connection.follow(network);
    }
}
