package dev.hawser.gateway.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A run with its history.
 *
 * @param attempts its newest hundred, oldest first
 */
public record RunDetail(@JsonUnwrapped RunView run, List<RunAttempt> attempts) {

    public RunDetail {
        attempts = List.copyOf(attempts);
    }
}
