package dev.hawser.dispatch.gate;

import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class GateLimitTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int THREADS = 60;
    private static final long LIMIT = 20;

    @Test
    void manyThreadsThatBeginTogetherNeverTakeMoreThanTheOwnersPlaces() {
        List<Command.PostMessage> messages = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            messages.add(owner.message(lab.thread(owner), "hello"));
        }

        messages.parallelStream().forEach(lab::publish);

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .failFast("more runs are active than may be", () -> active() > LIMIT)
                .until(() -> runs() == THREADS);
        await().atMost(PATIENCE).until(() -> active() == LIMIT);
        lab.settle(desktop.nextItem().runId(), RunState.SUCCEEDED);
        await().atMost(PATIENCE).until(() -> active() == LIMIT && queued() == THREADS - LIMIT - 1);
    }

    private long runs() {
        return lab.count("SELECT count(*) FROM runs WHERE owner = $1", owner.user());
    }

    private long queued() {
        return lab.count("SELECT count(*) FROM runs WHERE owner = $1 AND state = 'queued'", owner.user());
    }

    private long active() {
        return lab.count(
                "SELECT count(*) FROM runs WHERE owner = $1 AND state IN ('offered', 'running', 'settling')",
                owner.user());
    }
}
