package dev.hawser.jetstream.publish;

/**
 * The acknowledgement of a stored message.
 *
 * @param sequence its sequence in the JetStream stream; of the first one, if this is a duplicate
 * @param duplicate true if a message with this id was stored before, and this one was not
 */
public record Published(long sequence, boolean duplicate) {}
