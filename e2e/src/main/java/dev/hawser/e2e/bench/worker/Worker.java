package dev.hawser.e2e.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.ProcessPlan;
import dev.hawser.localstack.process.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The owner's end of a worker process. One order at a time. */
public final class Worker implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 200;
    private static final Duration ORDER_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ChildProcess process;
    private final Socket socket;
    private final BufferedReader answers;
    private final Writer orders;

    private Worker(ChildProcess process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ORDER_LIMIT.toMillis());
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
        answer();
    }

    /**
     * Starts a worker with the class path of this JVM and waits until it takes orders.
     *
     * @param folder where its log goes
     * @param heap its {@code -Xmx}, such as {@code 256m}
     */
    public static Worker start(
            String name, Class<? extends Work.Kind> kind, JsonNode settings, Path folder, String heap) {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(POLL_MILLIS);
            List<String> command = command(kind, settings, heap, server.getLocalPort());
            ChildProcess process =
                    ChildProcess.start(ProcessPlan.of(name, command, folder, Map.of(), folder.resolve(name + ".log")));
            return new Worker(process, accept(server, process));
        } catch (IOException failure) {
            throw new UncheckedIOException("the worker " + name + " does not start", failure);
        }
    }

    private static Socket accept(ServerSocket server, ChildProcess process) throws IOException {
        Instant end = Instant.now().plus(START_LIMIT);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            try {
                return server.accept();
            } catch (SocketTimeoutException notYet) {
                // Asked again as long as it lives.
            }
        }
        throw new IOException(process.name() + " did not call back: " + process.logTail());
    }

    private static List<String> command(Class<?> kind, JsonNode settings, String heap, int port) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bouncycastle.native.cpu_variant=java",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName()));
        command.addAll(List.of(Integer.toString(port), kind.getName(), Json.text(settings)));
        return command;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Gives an order without parameters and waits for its figures. */
    public JsonNode run(String name) {
        return run(order(name));
    }

    /** An order; parameters may be put into it. */
    public static ObjectNode order(String name) {
        return Json.mapper().createObjectNode().put("do", name);
    }

    /** Gives an order and waits for its figures. */
    public JsonNode run(JsonNode order) {
        try {
            orders.write(Json.text(order));
            orders.write('\n');
            orders.flush();
            return answer();
        } catch (IOException failure) {
            throw new UncheckedIOException(process.name() + " does not answer " + order, failure);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(process.name() + " has ended: " + process.logTail());
        }
        JsonNode answer = Json.tree(line);
        if (answer.has("error")) {
            throw new IllegalStateException(
                    process.name() + ": " + answer.path("error").asText());
        }
        return answer;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            process.stop(Signal.TERM, STOP_LIMIT);
        }
    }
}
