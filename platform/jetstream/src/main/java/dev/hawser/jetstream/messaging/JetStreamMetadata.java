package dev.hawser.jetstream.messaging;

import java.util.Map;
import java.util.Optional;

/**
 * What belongs to a message beside its payload, on its way in and out.
 *
 * @param subject where it came from, or goes to
 * @param headers of several values of one header the last
 * @param streamSequence its sequence in the JetStream stream; 0 unless it comes from one
 * @param deliveryCount how often it was delivered, this time included; 0 unless it comes from a JetStream stream
 * @param messageId header {@code Nats-Msg-Id}: its duplicate id
 */
public record JetStreamMetadata(
        String subject,
        Map<String, String> headers,
        long streamSequence,
        long deliveryCount,
        Optional<String> messageId) {

    public JetStreamMetadata {
        headers = Map.copyOf(headers);
    }

    /** For a message that goes to a JetStream stream. */
    public static JetStreamMetadata to(String subject, String messageId) {
        return new JetStreamMetadata(subject, Map.of(), 0, 0, Optional.of(messageId));
    }

    /** For a message that goes to subscribers only. */
    public static JetStreamMetadata to(String subject) {
        return new JetStreamMetadata(subject, Map.of(), 0, 0, Optional.empty());
    }
}
