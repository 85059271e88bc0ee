package dev.hawser.gateway.token;

import dev.hawser.gateway.identity.Scope;
import dev.hawser.gateway.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Body of {@code POST /api/tokens}.
 *
 * @param name what the owner knows it by, 1 to 100 characters
 * @param scopes what it is to do; {@code read} and {@code write} if missing
 * @param expiresAt when it ends, within 366 days; in 90 days if missing
 */
record NewToken(Optional<String> name, Optional<List<String>> scopes, Optional<Instant> expiresAt) {

    private static final int NAME_CHARS = 100;
    private static final Duration USUAL_LIFE = Duration.ofDays(90);
    private static final Duration LONGEST_LIFE = Duration.ofDays(366);
    private static final Set<Scope> USUAL_SCOPES = Set.of(Scope.READ, Scope.WRITE);

    NewToken {
        if (name.isEmpty() || name.get().isBlank() || name.get().length() > NAME_CHARS) {
            throw ProblemException.invalid("name has 1 to " + NAME_CHARS + " characters.");
        }
        if (scopes.isPresent() && scopes.get().isEmpty()) {
            throw ProblemException.invalid("scopes has one scope at least.");
        }
    }

    Set<Scope> wanted() {
        return scopes.map(Scope::parse).orElse(USUAL_SCOPES);
    }

    Instant endsAt(Instant now) {
        Instant end = expiresAt.orElse(now.plus(USUAL_LIFE));
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST_LIFE))) {
            throw ProblemException.invalid("expiresAt is within the next " + LONGEST_LIFE.toDays() + " days.");
        }
        return end;
    }
}
