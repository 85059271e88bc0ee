package dev.hawser.localstack.nats;

import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ports of one NATS server.
 *
 * @param client for NATS clients
 * @param websocket for NATS clients over WebSocket
 * @param monitor for its HTTP monitoring
 */
public record NatsPorts(int client, int websocket, int monitor) {

    /** Any free ports. */
    public static final NatsPorts ANY = new NatsPorts(0, 0, 0);

    /** These ports, as far as they are free, else others. */
    NatsPorts chosen() {
        List<Integer> ports = FreePorts.choose(List.of(client, websocket, monitor));
        return new NatsPorts(ports.get(0), ports.get(1), ports.get(2));
    }

    /** The ports of an earlier start, or these. */
    NatsPorts orAsIn(Path file) {
        if (!Files.exists(file)) {
            return this;
        }
        String[] numbers = Folders.read(file).split(" ", -1);
        try {
            return new NatsPorts(
                    Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            throw new LocalStackException(file + " is damaged; delete it", damaged);
        }
    }

    void writeTo(Path file) {
        Folders.writePrivate(file, client + " " + websocket + " " + monitor);
    }
}
