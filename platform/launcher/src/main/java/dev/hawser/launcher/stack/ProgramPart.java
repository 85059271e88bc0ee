package dev.hawser.launcher.stack;

import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessPlan;
import dev.hawser.localstack.process.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A program of Hawser: a service or the link agent. */
final class ProgramPart implements Part {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final Supplier<ProcessPlan> plan;
    private final BooleanSupplier ready;
    private volatile @Nullable ChildProcess process;

    /**
     * Describes a program.
     *
     * @param plan asked at each start
     * @param ready true once it does its work
     */
    ProgramPart(String name, Supplier<ProcessPlan> plan, BooleanSupplier ready) {
        this.name = name;
        this.plan = plan;
        this.ready = ready;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        ChildProcess started = ChildProcess.start(plan.get());
        process = started;
        try {
            started.awaitReady(ready, START_LIMIT, PROBE_INTERVAL);
        } catch (LocalStackException notReady) {
            started.kill();
            throw notReady;
        }
    }

    @Override
    public void stop() {
        process().ifPresent(running -> running.stop(Signal.TERM, STOP_LIMIT));
    }

    @Override
    public Optional<ChildProcess> process() {
        return Optional.ofNullable(process);
    }
}
