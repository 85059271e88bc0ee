package dev.hawser.gateway.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Postgres said within the last second, so that a page with many files asks once. Only what was found is kept; at
 * most 10 000 answers are. Thread-safe.
 *
 * @param <K> the question
 * @param <V> what was found
 */
public final class FreshAnswers<K, V> {

    /** How long what was revoked may still be used on a pod. */
    public static final Duration FRESH = Duration.ofSeconds(1);

    private static final long MOST_KEPT = 10_000;

    private final Cache<K, V> found =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(MOST_KEPT).build();

    /** The fresh answer, or a new one. */
    public Uni<Optional<V>> get(K question, Supplier<Uni<Optional<V>>> ask) {
        V known = found.getIfPresent(question);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return ask.get().invoke(answer -> answer.ifPresent(value -> found.put(question, value)));
    }
}
