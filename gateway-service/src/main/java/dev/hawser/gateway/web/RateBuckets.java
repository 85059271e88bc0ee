package dev.hawser.gateway.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;

/** Counts what each of many does on this pod. Bounded: whoever was quiet for longest is forgotten. Thread-safe. */
public final class RateBuckets {

    private static final int MOST_KEPT = 100_000;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final int atOnce;
    private final int tokens;
    private final Duration period;
    private final Cache<String, Bucket> buckets;

    /**
     * The same rate for each.
     *
     * @param atOnce by whoever was quiet before
     * @param tokens in each period, for as long as anybody likes
     */
    public RateBuckets(int atOnce, int tokens, Duration period) {
        this.atOnce = atOnce;
        this.tokens = tokens;
        this.period = period;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(period.multipliedBy(1L + atOnce / tokens).plus(A_MINUTE))
                .build();
    }

    /** Notes that somebody does it; answers when to come back if it is one too many. */
    public Optional<Duration> take(String who) {
        ConsumptionProbe probe = buckets.get(who, key -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(atOnce).refillGreedy(tokens, period))
                .build();
    }
}
