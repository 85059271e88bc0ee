package dev.hawser.dispatch.intake;

import dev.hawser.contract.record.Body;

/**
 * One delivery of a command.
 *
 * @param subject where the gateway published it
 * @param messageId its duplicate id
 */
record Delivery(String subject, String messageId, Body body) {}
