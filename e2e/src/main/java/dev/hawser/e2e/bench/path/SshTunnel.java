package dev.hawser.e2e.bench.path;

import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.Execution;
import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessPlan;
import dev.hawser.localstack.process.Programs;
import dev.hawser.localstack.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ssh -R} to an sshd of our own on the loopback address, with keys of its own: what people use instead. */
final class SshTunnel implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private final ChildProcess server;
    private final ChildProcess client;
    private final int port;

    private SshTunnel(ChildProcess server, ChildProcess client, int port) {
        this.server = server;
        this.client = client;
        this.port = port;
    }

    /** Starts both ends; empty where openssh is not installed. */
    static Optional<SshTunnel> start(Path folder, int upstreamPort) {
        Optional<Path> sshd = Programs.find("sshd");
        Optional<Path> ssh = Programs.find("ssh");
        Optional<Path> keygen = Programs.find("ssh-keygen");
        if (sshd.isEmpty() || ssh.isEmpty() || keygen.isEmpty()) {
            return Optional.empty();
        }
        Folders.delete(folder);
        Folders.createPrivate(folder);
        key(keygen.get(), folder.resolve("host"));
        key(keygen.get(), folder.resolve("user"));
        List<Integer> ports = FreePorts.choose(List.of(0, 0));
        ChildProcess server = startServer(sshd.get(), folder, ports.get(0));
        try {
            ChildProcess client = startClient(ssh.get(), folder, ports.get(0), ports.get(1), upstreamPort);
            return Optional.of(new SshTunnel(server, client, ports.get(1)));
        } catch (LocalStackException failure) {
            server.kill();
            throw failure;
        }
    }

    /** Where the upstream is reached through the tunnel. */
    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static void key(Path keygen, Path file) {
        Execution.run(List.of(keygen.toString(), "-q", "-t", "ed25519", "-N", "", "-f", file.toString()), SHORT)
                .orThrow();
    }

    private static ChildProcess startServer(Path sshd, Path folder, int port) {
        try {
            if (System.getProperty("user.name").equals("root")) {
                Files.createDirectories(PRIVILEGE_SEPARATION);
            }
            Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
        } catch (IOException failure) {
            throw new UncheckedIOException("sshd cannot be prepared", failure);
        }
        Folders.writePrivate(
                folder.resolve("sshd.conf"), """
                    Port %d
                    ListenAddress 127.0.0.1
                    HostKey %s
                    AuthorizedKeysFile %s
                    PidFile none
                    StrictModes no
                    UsePAM no
                    PasswordAuthentication no
                    PermitRootLogin prohibit-password
                    """.formatted(port, folder.resolve("host"), folder.resolve("authorized")));
        List<String> command = List.of(
                sshd.toString(), "-D", "-e", "-f", folder.resolve("sshd.conf").toString());
        ChildProcess server =
                ChildProcess.start(ProcessPlan.of("sshd", command, folder, Map.of(), folder.resolve("sshd.log")));
        awaitListening(server, port);
        return server;
    }

    private static ChildProcess startClient(Path ssh, Path folder, int serverPort, int port, int upstreamPort) {
        List<String> command = List.of(
                ssh.toString(),
                "-N",
                "-F",
                "none",
                "-i",
                folder.resolve("user").toString(),
                "-p",
                Integer.toString(serverPort),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known"),
                "-o",
                "ExitOnForwardFailure=yes",
                "-c",
                "aes128-gcm@openssh.com",
                "-R",
                "127.0.0.1:%d:127.0.0.1:%d".formatted(port, upstreamPort),
                System.getProperty("user.name") + "@127.0.0.1");
        ChildProcess client =
                ChildProcess.start(ProcessPlan.of("ssh", command, folder, Map.of(), folder.resolve("ssh.log")));
        awaitListening(client, port);
        return client;
    }

    private static void awaitListening(ChildProcess process, int port) {
        process.awaitReady(() -> isListening(port), START_LIMIT);
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        client.stop(Signal.TERM, SHORT);
        server.stop(Signal.TERM, SHORT);
    }
}
