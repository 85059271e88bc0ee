package dev.hawser.gateway.thread;

import dev.hawser.contract.work.Target;
import dev.hawser.gateway.problem.ProblemException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the runs of a thread may execute (design 05).
 *
 * @param targets tried in order
 * @param onOffline {@code fail} or {@code wait}
 * @param waitFor an ISO-8601 duration
 * @param harness which harness of the target
 */
public record ThreadPolicy(
        Optional<List<Target>> targets,
        Optional<String> onOffline,
        Optional<String> waitFor,
        Optional<String> harness) {

    private static final int MAX_TARGETS = 10;
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    private static final Set<String> ON_OFFLINE = Set.of("fail", "wait");
    private static final Pattern HARNESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ThreadPolicy {
        if (targets.isPresent() && targets.get().size() > MAX_TARGETS) {
            throw ProblemException.invalid("a policy has at most " + MAX_TARGETS + " targets.");
        }
        if (onOffline.isPresent() && !ON_OFFLINE.contains(onOffline.get())) {
            throw ProblemException.invalid("onOffline is fail or wait.");
        }
        waitFor.ifPresent(ThreadPolicy::checkWait);
        checkHarness(harness);
    }

    /** The links that this policy names. */
    List<String> links() {
        return targets.orElse(List.of()).stream()
                .flatMap(target -> target.link().stream())
                .distinct()
                .toList();
    }

    /**
     * Refuses what cannot be the name of a harness.
     *
     * @throws ProblemException if it cannot
     */
    public static void checkHarness(Optional<String> harness) {
        if (harness.isPresent() && !HARNESS.matcher(harness.get()).matches()) {
            throw ProblemException.invalid("harness has 1 to 64 of A-Z a-z 0-9 . _ -.");
        }
    }

    private static void checkWait(String text) {
        Duration wait;
        try {
            wait = Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.invalid("waitFor is an ISO-8601 duration such as PT10M.");
        }
        if (!wait.isPositive() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw ProblemException.invalid("waitFor is between 0 and 7 days.");
        }
    }
}
