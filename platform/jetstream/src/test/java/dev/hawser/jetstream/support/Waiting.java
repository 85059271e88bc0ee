package dev.hawser.jetstream.support;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Waits for results. */
public final class Waiting {

    private Waiting() {}

    /** The result, which must come within 20 s. */
    public static <T> T await(Uni<T> result) {
        return result.await().atMost(Duration.ofSeconds(20));
    }
}
