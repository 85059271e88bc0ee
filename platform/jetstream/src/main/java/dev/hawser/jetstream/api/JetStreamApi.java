package dev.hawser.jetstream.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsRequestException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests to JetStream over the connection of this moment. Nothing here blocks; answers arrive on the Vert.x context
 * of the caller, or on a thread of the NATS client if the caller has none.
 */
@ApplicationScoped
public class JetStreamApi {

    /** How long an answer may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int UNAVAILABLE = 503;

    private final NatsConnections nats;

    public JetStreamApi(@Core NatsConnections nats) {
        this.nats = nats;
    }

    /**
     * One request to the API, {@code subject} as in {@link ApiSubjects}.
     *
     * <p>Fails with {@link JetStreamErrorException} or {@link JetStreamUnavailableException}.
     */
    public Uni<JsonNode> call(String subject, Object body) {
        return request(subject, null, Json.bytes(body)).map(JetStreamApi::answer);
    }

    /** One request without a body. */
    public Uni<JsonNode> call(String subject) {
        return request(subject, null, new byte[0]).map(JetStreamApi::answer);
    }

    /** Stores a message: the answer is the acknowledgement. Fails as {@link #call(String, Object)}. */
    public Uni<JsonNode> store(String subject, Headers headers, byte[] body) {
        return request(subject, headers, body).map(JetStreamApi::answer);
    }

    /** One request whose answer is not JSON. Fails with {@link JetStreamUnavailableException}. */
    public Uni<Message> request(String subject, @Nullable Headers headers, byte[] body) {
        return CallerContext.resumed(nats.request(subject, headers, body, TIMEOUT))
                .onFailure(NatsRequestException.class)
                .transform(e -> new JetStreamUnavailableException(String.valueOf(e.getMessage()), e))
                .onFailure(IllegalStateException.class)
                .transform(e -> new JetStreamUnavailableException("no NATS connection", e));
    }

    /** The connection that the requests use. */
    public NatsConnections nats() {
        return nats;
    }

    private static JsonNode answer(Message message) {
        byte[] data = message.getData();
        JsonNode answer = data == null || data.length == 0
                ? JsonNodeFactory.instance.objectNode()
                : Json.read(data, JsonNode.class);
        JsonNode error = answer.path("error");
        if (error.isMissingNode()) {
            return answer;
        }
        int code = error.path("code").asInt();
        String description = error.path("description").asText();
        int errorCode = error.path("err_code").asInt();
        if (code == UNAVAILABLE && !ErrorCodes.isFull(errorCode)) {
            throw new JetStreamUnavailableException(description + " (" + errorCode + ')');
        }
        throw new JetStreamErrorException(code, errorCode, description);
    }
}
