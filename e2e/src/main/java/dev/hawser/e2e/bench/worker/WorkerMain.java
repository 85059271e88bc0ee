package dev.hawser.e2e.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The main class of a worker process: it calls its owner back and does what it is told until that hangs up. */
public final class WorkerMain {

    private WorkerMain() {}

    /** The arguments: the owner's port, the class of the kind of work, and its settings as JSON. */
    public static void main(String[] arguments) throws Exception {
        Work.Kind kind = Class.forName(arguments[1])
                .asSubclass(Work.Kind.class)
                .getDeclaredConstructor()
                .newInstance();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                var orders =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                var answers = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
                Work work = kind.start(Json.tree(arguments[2]))) {
            socket.setTcpNoDelay(true);
            write(answers, Json.mapper().createObjectNode().put("ready", true));
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                write(answers, answer(work, Json.tree(line)));
            }
        }
        // Threads of client libraries must not keep a worker alive whose owner is gone.
        System.exit(0);
    }

    private static JsonNode answer(Work work, JsonNode order) {
        try {
            return work.run(order);
        } catch (Exception failure) {
            System.getLogger(WorkerMain.class.getName()).log(System.Logger.Level.ERROR, "cannot do " + order, failure);
            ObjectNode answer = Json.mapper().createObjectNode();
            return answer.put("error", failure.toString());
        }
    }

    private static void write(Writer answers, JsonNode answer) throws java.io.IOException {
        answers.write(Json.text(answer));
        answers.write('\n');
        answers.flush();
    }
}
