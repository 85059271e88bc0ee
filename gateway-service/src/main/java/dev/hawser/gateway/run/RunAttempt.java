package dev.hawser.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One claim of a run.
 *
 * @param fence rises with each claim
 * @param attempt rises when a runner has confirmed; claims of busy or offline targets share one
 * @param target where it was to execute
 * @param pod which pod drove it
 * @param reason why it ended
 */
public record RunAttempt(
        long fence,
        long attempt,
        JsonNode target,
        Optional<String> link,
        String pod,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<String> reason) {}
