package dev.hawser.jetstream.publish;

import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.api.ErrorCodes;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.api.JetStreamErrorException;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Stores messages in JetStream streams of account CORE.
 *
 * <p>Failures: {@link StreamFullException} (not stored), {@link dev.hawser.jetstream.api.JetStreamErrorException} (not
 * stored), {@link dev.hawser.jetstream.api.JetStreamUnavailableException} (unknown).
 */
@ApplicationScoped
public class JetStreamPublisher {

    private static final Logger LOG = Logger.getLogger(JetStreamPublisher.class);

    private final JetStreamApi api;

    public JetStreamPublisher(JetStreamApi api) {
        this.api = api;
    }

    /**
     * Stores a message once: a second one with the same id, within the stream's duplicate window, is acknowledged and
     * not stored.
     */
    public Uni<Published> publish(String subject, String messageId, Map<String, String> headers, byte[] body) {
        Headers all = headers(headers);
        all.put(NatsJetStreamConstants.MSG_ID_HDR, messageId);
        return store(subject, all, body);
    }

    /** Stores a message without an id. */
    public Uni<Published> publish(String subject, Map<String, String> headers, byte[] body) {
        return store(subject, headers(headers), body);
    }

    /** Publishes a hint that nobody stores. A hint that cannot be sent now is logged and forgotten. */
    public void notify(String subject, Object json) {
        try {
            api.nats().publish(subject, Json.bytes(json));
        } catch (NatsUnavailableException e) {
            LOG.debugf("no connection for a notice on %s: %s", subject, e.getMessage());
        }
    }

    private Uni<Published> store(String subject, Headers headers, byte[] body) {
        return api.store(subject, headers, body)
                .map(ack -> new Published(
                        ack.path("seq").asLong(), ack.path("duplicate").asBoolean()))
                .onFailure(JetStreamPublisher::isFull)
                .transform(e -> new StreamFullException("no room for " + subject, e));
    }

    private static Headers headers(Map<String, String> headers) {
        var all = new Headers();
        headers.forEach(all::put);
        return all;
    }

    private static boolean isFull(Throwable failure) {
        return failure instanceof JetStreamErrorException error && ErrorCodes.isFull(error.errorCode());
    }
}
