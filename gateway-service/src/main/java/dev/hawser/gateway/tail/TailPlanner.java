package dev.hawser.gateway.tail;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.log.StoredRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides what a tail serves, from Postgres and the log alone: any pod decides the same. */
@ApplicationScoped
class TailPlanner {

    private static final Duration POLL = Duration.ofMillis(100);

    private final TailRepository runs;
    private final RunLog log;
    private final PendingCommands commands;
    private final TailConfig config;

    TailPlanner(TailRepository runs, RunLog log, PendingCommands commands, TailConfig config) {
        this.runs = runs;
        this.log = log;
        this.commands = commands;
        this.config = config;
    }

    /**
     * The rest of the cursor's run, if it is one of this thread and was not told to its end; else the thread's active
     * run, else its oldest queued one, else the one whose message is on its way, else nothing.
     */
    Uni<TailPlan> ofThread(Principal owner, String thread, Optional<Cursor> cursor) {
        Uni<Optional<TailPlan>> rest = cursor.map(
                        seen -> runs.runOfThread(owner, thread, seen.run()).chain(run -> rest(run, seen)))
                .orElseGet(TailPlanner::nothing);
        return rest.chain(plan -> plan.isPresent()
                ? Uni.createFrom().item(plan.get())
                : found(
                                () -> runs.openRun(owner, thread),
                                () -> commands.ofThread(thread),
                                System.nanoTime() + config.intakeWait().toNanos())
                        .map(run -> run.<TailPlan>map(open -> new TailPlan.Serve(open, Optional.empty()))
                                .orElseGet(TailPlan.Idle::new)));
    }

    /** The run, from behind the cursor if that is one of this run; nothing if it was told to its end. */
    Uni<TailPlan> ofRun(Principal owner, String runId, Optional<Cursor> cursor) {
        Optional<Cursor> own = cursor.filter(seen -> seen.run().equals(runId));
        return found(
                        () -> runs.run(owner, runId),
                        commands::any,
                        System.nanoTime() + config.intakeWait().toNanos())
                .chain(run -> {
                    if (run.isEmpty()) {
                        return Uni.createFrom().item(new TailPlan.Unknown());
                    }
                    return own.map(seen -> rest(run, seen).map(plan -> plan.orElseGet(TailPlan.Idle::new)))
                            .orElseGet(() -> Uni.createFrom().item(new TailPlan.Serve(run.get(), Optional.empty())));
                });
    }

    private Uni<Optional<TailPlan>> rest(Optional<TailRun> found, Cursor seen) {
        if (found.isEmpty()) {
            return nothing();
        }
        TailRun run = found.get();
        Optional<TailPlan> serve = Optional.of(new TailPlan.Serve(run, Optional.of(seen)));
        if (!run.finished()) {
            return Uni.createFrom().item(serve);
        }
        return log.last(run.partition(), run.id())
                .map(last -> isToldToItsEnd(run, seen, last.map(StoredRecord::record)) ? Optional.empty() : serve);
    }

    /** The event behind which nothing follows has index 1 of the end's number, see {@link Viewer}. */
    private static boolean isToldToItsEnd(TailRun run, Cursor seen, Optional<RunRecord> last) {
        boolean atEnd = last.filter(record -> record.kind() == RecordKind.END)
                .map(end -> seen.seq() == end.seq())
                .orElseGet(() -> seen.seq() >= Math.max(1, run.durableSeq()));
        return atEnd && seen.index() >= 1;
    }

    /** Asks whether commands wait before it looks for the run: what does not wait any more has its rows. */
    private Uni<Optional<TailRun>> found(
            Supplier<Uni<Optional<TailRun>>> look, Supplier<Uni<Boolean>> waiting, long deadline) {
        return look.get()
                .chain(run -> run.isPresent()
                        ? Uni.createFrom().item(run)
                        : waiting.get()
                                .chain(waits -> look.get().chain(again -> {
                                    if (again.isPresent() || !waits || System.nanoTime() - deadline > 0) {
                                        return Uni.createFrom().item(again);
                                    }
                                    return Uni.createFrom()
                                            .voidItem()
                                            .onItem()
                                            .delayIt()
                                            .by(POLL)
                                            .chain(() -> found(look, waiting, deadline));
                                })));
    }

    private static Uni<Optional<TailPlan>> nothing() {
        return Uni.createFrom().item(Optional.empty());
    }
}
