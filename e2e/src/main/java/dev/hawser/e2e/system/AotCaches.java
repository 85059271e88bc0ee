package dev.hawser.e2e.system;

import dev.hawser.e2e.api.Api;
import dev.hawser.localstack.process.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The programs' classes as a JVM has once loaded and linked them (JEP 483, 514): with them a process is ready in a third of
 * the time. The first system of a test run that wants them ({@code -Dtest.aot=true} to Maven) is a short one that writes them.
 */
final class AotCaches {

    private static final Path FOLDER = Path.of("target/aot").toAbsolutePath();
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private enum Phase {
        NOT_WANTED,
        WANTED,
        TRAINING,
        OVER
    }

    private static Phase phase = Boolean.getBoolean("hawser.test.aot") ? Phase.WANTED : Phase.NOT_WANTED;

    private AotCaches() {}

    /** Lets one message through a system of its own, whose processes write their caches when they end. */
    static synchronized void train() {
        if (phase != Phase.WANTED) {
            return;
        }
        phase = Phase.TRAINING;
        Folders.createPrivate(FOLDER);
        try (HawserSystem system = HawserSystem.start(SystemPlan.single())) {
            Api api = system.api();
            String thread = api.newThread();
            api.awaitAnswer(thread, api.run(thread, "hello"), ANSWER);
            List.of(Part.AGENT, Part.GATEWAY, Part.DISPATCH, Part.PROJECTOR)
                    .forEach(part -> system.stop(new Pod(part, 1)));
        } finally {
            phase = Phase.OVER;
        }
    }

    /** Options of {@code java} for a process of a part. */
    static synchronized List<String> options(Part part) {
        Path cache = FOLDER.resolve(part.text() + ".aot");
        return switch (phase) {
            case TRAINING -> List.of("-XX:AOTCacheOutput=" + cache);
            case OVER -> Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
            case NOT_WANTED, WANTED -> List.of();
        };
    }
}
