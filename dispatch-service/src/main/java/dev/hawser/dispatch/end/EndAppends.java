package dev.hawser.dispatch.end;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.work.RunFence;
import dev.hawser.dispatch.log.Access;
import dev.hawser.dispatch.log.Appended;
import dev.hawser.dispatch.log.OpenRun;
import dev.hawser.dispatch.log.OpenRuns;
import dev.hawser.dispatch.log.RunLanes;
import dev.hawser.dispatch.log.RunLogs;
import dev.hawser.dispatch.push.LinkCalls;
import dev.hawser.dispatch.ready.NotReady;
import dev.hawser.dispatch.run.RunEnding;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Appends the end that an intent asks for, and tells the runner to stop; what fails is tried again by the sweep. */
@ApplicationScoped
class EndAppends {

    private static final Logger LOG = Logger.getLogger(EndAppends.class);
    private static final int ROUNDS = 4;
    private static final int AT_ONCE = 16;

    private final EndRepository repository;
    private final RunRepository runs;
    private final RunLanes lanes;
    private final RunLogs logs;
    private final OpenRuns openRuns;
    private final LinkCalls calls;
    private final EndConfig config;
    private final MeterRegistry metrics;

    EndAppends(
            EndRepository repository,
            RunRepository runs,
            RunLanes lanes,
            RunLogs logs,
            OpenRuns openRuns,
            LinkCalls calls,
            EndConfig config,
            MeterRegistry metrics) {
        this.repository = repository;
        this.runs = runs;
        this.lanes = lanes;
        this.logs = logs;
        this.openRuns = openRuns;
        this.calls = calls;
        this.config = config;
        this.metrics = metrics;
    }

    void ending(@Observes RunEnding event) {
        RunKey run = event.run();
        append(run).subscribe().with(done -> LOG.debugf("end done %s", run), failure -> later(run, failure));
        tellRunner(run)
                .subscribe()
                .with(
                        done -> LOG.debugf("told the runner of %s to stop", run),
                        failure ->
                                LOG.infof("the runner of %s learns of its end later: %s", run, failure.getMessage()));
    }

    @Scheduled(
            every = "{hawser.dispatch.end.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return repository
                .openIntents(config.sweepRuns())
                .onItem()
                .transformToMulti(intents -> Multi.createFrom().iterable(intents))
                .onItem()
                .transformToUni(run -> append(run)
                        .onFailure()
                        .invoke(failure -> later(run, failure))
                        .onFailure()
                        .recoverWithNull())
                .merge(AT_ONCE)
                .onItem()
                .ignoreAsUni()
                .onFailure()
                .invoke(failure -> LOG.warnf("the sweep of the ends failed: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private static void later(RunKey run, Throwable failure) {
        LOG.warnf("the end of %s is not in the log yet: %s", run, failure.getMessage());
    }

    private Uni<Void> append(RunKey run) {
        return lanes.inTurn(run.id(), () -> round(run, 1));
    }

    private Uni<Void> round(RunKey run, int round) {
        return runs.find(run.id()).chain(row -> {
            Optional<EndBody> end = row.filter(EndAppends::isOpen).flatMap(RunRow::endIntent);
            return end.isPresent()
                    ? logs.open(run.id(), row.orElseThrow().holder().fence())
                            .chain(access -> access instanceof Access.Open(OpenRun open)
                                    ? append(open, end.get(), round)
                                    : Uni.createFrom().voidItem())
                    : Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> append(OpenRun open, EndBody end, int round) {
        var entry = new RunLogs.Entry(RecordKind.END, Optional.empty(), Body.of(Json.bytes(end)));
        return logs.append(open, entry).chain(appended -> switch (appended) {
            case Appended.Stored(OpenRun after) -> settle(after, end);
            case Appended.Unknown unknown when round < ROUNDS -> round(open.key(), round + 1);
            case Appended.Unknown unknown -> Uni.createFrom().voidItem();
            case Appended.Full full ->
                Uni.createFrom()
                        .voidItem()
                        .invoke(() -> LOG.errorf("HW_RUNS has no room for the end of %s", open.key()));
        });
    }

    private Uni<Void> settle(OpenRun after, EndBody end) {
        metrics.counter(
                        "hawser_dispatch_ends",
                        "code",
                        end.errorCode().orElse(end.outcome().text()))
                .increment();
        LOG.infof(
                "ended %s fence=%d outcome=%s code=%s",
                after.key(),
                after.fence(),
                end.outcome().text(),
                end.errorCode().orElse(""));
        openRuns.forget(after.key().id());
        return runs.settle(after.key().id(), after.fence()).replaceWithVoid();
    }

    private Uni<Void> tellRunner(RunKey run) {
        return runs.find(run.id())
                .chain(row -> row.flatMap(found -> found.holder().link())
                        .map(link -> calls.cancel(
                                link,
                                new RunFence(
                                        run.id(), row.orElseThrow().holder().fence())))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Also while it settles: a broker may have lost the end that was appended. */
    private static boolean isOpen(RunRow row) {
        return switch (row.state()) {
            case OFFERED, RUNNING, SETTLING -> true;
            case QUEUED, SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }
}
