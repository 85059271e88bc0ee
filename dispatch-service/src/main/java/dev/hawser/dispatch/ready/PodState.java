package dev.hawser.dispatch.ready;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;

/** Whether this pod works. */
@Singleton
public class PodState {

    private enum Phase {
        STARTING,
        WORKING,
        STOPPING
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    /** True between readiness and stop. */
    public boolean isWorking() {
        return phase.get() == Phase.WORKING;
    }

    /** True once the pod stops. */
    public boolean isStopping() {
        return phase.get() == Phase.STOPPING;
    }

    boolean work() {
        return phase.compareAndSet(Phase.STARTING, Phase.WORKING);
    }

    void stop() {
        phase.set(Phase.STOPPING);
    }
}
