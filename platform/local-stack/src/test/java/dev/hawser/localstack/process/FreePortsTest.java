package dev.hawser.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreePortsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "::"})
    void aPortIsTakenWhateverAddressItsServerListensOn(String address) throws Exception {
        int port = FreePorts.choose();
        assertThat(FreePorts.isFree(port)).isTrue();

        try (var taken = listen(address, port)) {
            assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
            assertThat(FreePorts.choose(port)).isNotEqualTo(port).isPositive();
        }
    }

    @Test
    void aServerThatStartsAgainGetsItsOldPort() throws Exception {
        int port = FreePorts.choose();
        listen("127.0.0.1", port).close();

        assertThat(FreePorts.choose(port)).isEqualTo(port);
    }

    @Test
    void noPortIsGivenOutTwice() {
        List<Integer> ports =
                IntStream.range(0, 1_000).mapToObj(count -> FreePorts.choose()).toList();

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void thePortsOfOneCallerDiffer() {
        int wanted = FreePorts.choose();

        assertThat(FreePorts.choose(List.of(wanted, wanted, 0)))
                .startsWith(wanted)
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @Test
    void aPortBelongsToItsProcessUntilThatEnds() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PortKeeper.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int port = Integer.parseInt(other.inputReader().readLine());

        assertThat(FreePorts.isFree(port)).isTrue();
        assertThat(FreePorts.choose(port)).isNotEqualTo(port);

        other.destroyForcibly().waitFor();
        assertThat(FreePorts.choose(port)).isEqualTo(port);
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        return socket;
    }

    /** Chooses a port, says which, and keeps it without listening until it is killed. */
    static final class PortKeeper {

        private PortKeeper() {}

        static void main() throws IOException {
            System.out.println(FreePorts.choose());
            System.out.flush();
            if (System.in.read() >= 0) {
                throw new IllegalStateException("nobody writes here");
            }
        }
    }
}
