package dev.hawser.jetstream.messaging;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns messages of the client library into metadata. */
final class Deliveries {

    private Deliveries() {}

    static JetStreamMetadata ofStream(io.nats.client.Message message) {
        var meta = message.metaData();
        return metadata(message, meta.streamSequence(), meta.deliveredCount());
    }

    static JetStreamMetadata passing(io.nats.client.Message message) {
        return metadata(message, 0, 0);
    }

    static byte[] body(io.nats.client.Message message) {
        byte[] data = message.getData();
        return data == null ? new byte[0] : data;
    }

    private static JetStreamMetadata metadata(io.nats.client.Message message, long sequence, long delivered) {
        Map<String, String> headers = map(message.getHeaders());
        return new JetStreamMetadata(
                message.getSubject(),
                headers,
                sequence,
                delivered,
                Optional.ofNullable(headers.get(NatsJetStreamConstants.MSG_ID_HDR)));
    }

    private static Map<String, String> map(@Nullable Headers headers) {
        Map<String, String> all = new HashMap<>();
        if (headers != null) {
            headers.forEach((name, values) -> all.put(name, values.getLast()));
        }
        return all;
    }
}
