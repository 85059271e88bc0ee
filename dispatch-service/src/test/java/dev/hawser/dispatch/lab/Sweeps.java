package dev.hawser.dispatch.lab;

import static org.awaitility.Awaitility.await;

import io.quarkus.scheduler.Scheduler;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The sweeps of the pod under test. */
@Singleton
public class Sweeps {

    /** Between two statements of a sweep. */
    private static final Duration LONGEST_GAP = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Scheduler scheduler;
    private final Lab lab;

    Sweeps(Scheduler scheduler, Lab lab) {
        this.scheduler = scheduler;
        this.lab = lab;
    }

    /** No sweep begins from now on, and those that were under way are over. */
    public void pause() {
        scheduler.pause();
        await().during(LONGEST_GAP).atMost(PATIENCE).until(() -> lab.count("""
                SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
                """) == 0);
    }

    /** Sweeps begin again. */
    public void resume() {
        scheduler.resume();
    }
}
