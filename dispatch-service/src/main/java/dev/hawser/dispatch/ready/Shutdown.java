package dev.hawser.dispatch.ready;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Stops the pod: no new work, then what is under way, then the connections close (their own observer comes later). */
@ApplicationScoped
class Shutdown {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);
    private static final long LOOK_MILLIS = 20;

    private final PodState state;
    private final Event<PodStopping> stopping;
    private final Instance<Draining> draining;
    private final ShutdownConfig config;

    Shutdown(PodState state, Event<PodStopping> stopping, @Any Instance<Draining> draining, ShutdownConfig config) {
        this.state = state;
        this.stopping = stopping;
        this.draining = draining;
        this.config = config;
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        state.stop();
        stopping.fire(new PodStopping());
        if (!awaitDrained(config.drain())) {
            LOG.warnf("stopping with %d pieces of work under way; another pod goes on with them", underWay());
        }
    }

    /** This runs on the thread that ends the process, which may wait. */
    private boolean awaitDrained(Duration limit) throws InterruptedException {
        var drained = new CountDownLatch(1);
        try (ScheduledExecutorService look = Executors.newSingleThreadScheduledExecutor()) {
            var looking = look.scheduleWithFixedDelay(
                    () -> {
                        if (underWay() == 0) {
                            drained.countDown();
                        }
                    },
                    0,
                    LOOK_MILLIS,
                    TimeUnit.MILLISECONDS);
            boolean done = drained.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            looking.cancel(false);
            return done;
        }
    }

    private int underWay() {
        return draining.stream().mapToInt(Draining::underWay).sum();
    }
}
