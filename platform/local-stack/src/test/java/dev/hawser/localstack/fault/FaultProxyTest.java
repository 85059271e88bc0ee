package dev.hawser.localstack.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FaultProxyTest {

    private static final int SILENCE_MILLIS = 200;
    private static final int PIECE_BYTES = 1_000;

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void bytesPassBothWaysUnchangedAndTheEndToo() throws IOException {
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        try (Socket client = connect()) {
            Thread writer = Thread.startVirtualThread(() -> send(client, sent));
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            assertThat(writer).isNotNull();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void anAddressKeepsAllButItsPort() {
        assertThat(proxy.instead(URI.create("nats://127.0.0.1:4222")))
                .isEqualTo(URI.create("nats://127.0.0.1:" + proxy.port()));
    }

    @Test
    void aDelayIsAddedInEachDirection() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client);
            proxy.delay(Duration.ofMillis(60));

            assertThat(roundTrip(client)).isGreaterThanOrEqualTo(Duration.ofMillis(120));

            proxy.heal();
            await().until(() -> roundTrip(client).compareTo(Duration.ofMillis(120)) < 0);
        }
    }

    @Test
    void aBandwidthBoundsWhatPassesInASecond() throws IOException {
        try (Socket client = connect()) {
            proxy.bandwidth(1_000_000);
            long start = System.nanoTime();
            Thread.startVirtualThread(() -> send(client, new byte[300_000]));
            assertThat(client.getInputStream().readNBytes(300_000)).hasSize(300_000);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(250));
        }
    }

    @Test
    void aCutEndsPresentConnectionsAndLetsNewOnesIn() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client);
            proxy.cut();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket again = connect()) {
            roundTrip(again);
        }
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void aResetIsNoOrderlyEnd() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client);
            proxy.reset();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void whatIsSentInAStallArrivesAfterIt() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client);
            proxy.stall();
            send(client, new byte[] {42});
            assertIsSilent(client);

            proxy.heal();

            client.setSoTimeout(0);
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void aHalfOpenConnectionIsSilentForEverAndANewOneIsNot() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client);
            proxy.halfOpen();
            send(client, new byte[] {42});
            proxy.heal();

            assertIsSilent(client);
        }
        assertThat(server.ends()).as("the server was not told either").isZero();
        try (Socket again = connect()) {
            roundTrip(again);
        }
    }

    @Test
    void anOutageRefusesConnectionsUntilItIsHealed() throws IOException {
        proxy.refuse();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> roundTrip(client)).isInstanceOf(IOException.class);
        }

        proxy.heal();

        try (Socket again = connect()) {
            roundTrip(again);
        }
    }

    @Test
    void aSeedCutsAtTheSameBytes() throws IOException {
        List<Integer> fates = roundTripsBeforeCuts(11, 400_000);
        assertThat(fates).hasSizeGreaterThan(1).anyMatch(count -> count > 100);
        for (int again = 0; again < 5; again++) {
            proxy.cutAtRandom(11, 400_000);

            assertThat(passedUntilCut(fates.size())).isEqualTo(fates);
        }
    }

    /** What the rule says itself: an answer arrives whole if the cut comes after its last byte. */
    private static List<Integer> roundTripsBeforeCuts(long seed, long meanBytes) {
        CutRule rule = CutRule.random(new Random(seed), meanBytes);
        return IntStream.range(0, 4)
                .map(connection -> (int) (rule.next().afterBytes() / (2 * PIECE_BYTES)))
                .boxed()
                .toList();
    }

    /** Pieces that come back before the connection is cut, for each of some connections. */
    private List<Integer> passedUntilCut(int connections) throws IOException {
        var passed = new ArrayList<Integer>();
        for (int connection = 0; connection < connections; connection++) {
            int count = 0;
            try (Socket client = connect()) {
                while (echoes(client)) {
                    count++;
                }
            }
            passed.add(count);
        }
        return passed;
    }

    private static boolean echoes(Socket client) {
        try {
            client.getOutputStream().write(new byte[PIECE_BYTES]);
            return client.getInputStream().readNBytes(PIECE_BYTES).length == PIECE_BYTES;
        } catch (IOException cut) {
            return false;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static void assertIsSilent(Socket client) throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static Duration roundTrip(Socket client) throws IOException {
        long start = System.nanoTime();
        client.getOutputStream().write(7);
        if (client.getInputStream().read() != 7) {
            throw new IOException("the connection has ended");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
