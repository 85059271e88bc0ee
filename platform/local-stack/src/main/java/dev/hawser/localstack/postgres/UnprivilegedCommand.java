package dev.hawser.localstack.postgres;

import dev.hawser.localstack.process.Execution;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.Programs;
import java.time.Duration;
import java.util.List;

/** Postgres refuses to run as root: in a user namespace of its own it does not see that it is. */
final class UnprivilegedCommand {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private UnprivilegedCommand() {}

    /** What to put before a command of Postgres; nothing for an ordinary user. */
    static List<String> wrapper() {
        if (!isRoot()) {
            return List.of();
        }
        List<String> wrapper = List.of("unshare", "--user");
        if (Programs.find(wrapper.getFirst()).isPresent()
                && Execution.run(List.of("unshare", "--user", "true"), LIMIT).succeeded()) {
            return wrapper;
        }
        throw new LocalStackException("Postgres does not run as root, and this machine allows no user namespace"
                + " (unshare --user): run this as an ordinary user");
    }

    private static boolean isRoot() {
        return Execution.run(List.of("id", "-u"), LIMIT).orThrow().strip().equals("0");
    }
}
