package dev.hawser.contract.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that watchers of an owner are told: the body of a message in HW_EVENTS.
 *
 * @param type {@link EventType#text()}
 */
public record HawserEvent(
        String id,
        String type,
        Instant at,
        Optional<String> threadId,
        Optional<String> runId,
        Optional<String> linkId,
        JsonNode data) {}
