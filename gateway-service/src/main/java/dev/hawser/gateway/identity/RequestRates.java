package dev.hawser.gateway.identity;

import dev.hawser.gateway.web.RateBuckets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Counts the requests of each credential on this pod. Thread-safe. */
@ApplicationScoped
class RequestRates {

    private final RateBuckets requests;
    private final RateBuckets sessions;

    RequestRates(RateConfig config) {
        this.requests = new RateBuckets(config.burst(), config.perSecond(), Duration.ofSeconds(1));
        this.sessions = new RateBuckets(config.sessionsPerMinute(), config.sessionsPerMinute(), Duration.ofMinutes(1));
    }

    /** Notes a request; answers when to come back if it is one too many. */
    Optional<Duration> take(Principal principal) {
        return switch (principal) {
            case Principal.Person person -> requests.take(person.by().id());
            case Principal.Agent agent -> sessions.take(agent.link());
        };
    }
}
