package dev.hawser.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Counts the requests of each credential on this pod. Thread-safe. */
@ApplicationScoped
class RequestRates {

    private static final int MOST_KEPT = 100_000;

    private final RateConfig config;
    private final Cache<String, Bucket> buckets;

    RequestRates(RateConfig config) {
        this.config = config;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(Duration.ofSeconds(60L + config.burst() / config.perSecond()))
                .build();
    }

    /** Notes a request; answers when to come back if it is one too many. */
    Optional<Duration> take(Principal principal) {
        Bucket bucket = switch (principal) {
            case Principal.Person person ->
                buckets.get(person.by().id(), id -> bucket(config.burst(), config.perSecond(), Duration.ofSeconds(1)));
            case Principal.Agent agent ->
                buckets.get(
                        agent.link(),
                        id -> bucket(config.sessionsPerMinute(), config.sessionsPerMinute(), Duration.ofMinutes(1)));
        };
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private static Bucket bucket(int atOnce, int tokens, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(atOnce).refillGreedy(tokens, period))
                .build();
    }
}
