package dev.hawser.dispatch.heartbeat;

import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.Sync;
import dev.hawser.dispatch.log.LogReader;
import dev.hawser.dispatch.log.OpenRun;
import dev.hawser.dispatch.log.OpenRuns;
import dev.hawser.dispatch.log.Reading;
import dev.hawser.dispatch.rpc.RpcAnswer;
import dev.hawser.dispatch.rpc.RpcRequest;
import dev.hawser.dispatch.run.RunOffered;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Verbs {@code heartbeat} and {@code sync}: an agent names the runs it holds, and learns how each of them stands. */
@ApplicationScoped
class Reports {

    private static final int LOGS_AT_ONCE = 8;
    private static final String KEEP = "keep";
    private static final String STOP = "stop";

    private final ReportRepository repository;
    private final OpenRuns openRuns;
    private final LogReader reader;
    private final Event<RunOffered> offered;
    private final Clock clock = Clock.systemUTC();

    Reports(ReportRepository repository, OpenRuns openRuns, LogReader reader, Event<RunOffered> offered) {
        this.repository = repository;
        this.openRuns = openRuns;
        this.reader = reader;
        this.offered = offered;
    }

    /** A named run, what the row says, and what the log still expects of it. */
    private record Told(ReportedRun run, Optional<Long> expected) {}

    Uni<RpcAnswer> heartbeat(RpcRequest request) {
        Heartbeat heartbeat = request.read(Heartbeat.class);
        return tell(request.link(), heartbeat.runs())
                .call(() -> hurry(request.link(), heartbeat.freeSlots()))
                .map(told -> RpcAnswer.ok(
                        new Heartbeat.Answer(told.stream().map(Reports::state).toList(), clock.instant())));
    }

    Uni<RpcAnswer> sync(RpcRequest request) {
        Sync sync = request.read(Sync.class);
        return tell(request.link(), sync.runs())
                .map(told -> RpcAnswer.ok(
                        new Sync.Answer(told.stream().map(Reports::verdict).toList())));
    }

    private Uni<List<Told>> tell(String link, List<Heartbeat.RunProgress> runs) {
        Map<String, Heartbeat.RunProgress> named = runs.stream()
                .collect(Collectors.toMap(Heartbeat.RunProgress::runId, Function.identity(), (first, same) -> first));
        return repository
                .renewAndTell(link, List.copyOf(named.values()))
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem()
                .transformToUni(run -> expected(run, acked(named, run)).map(expected -> new Told(run, expected)))
                .merge(LOGS_AT_ONCE)
                .collect()
                .asList();
    }

    private static long acked(Map<String, Heartbeat.RunProgress> named, ReportedRun run) {
        Heartbeat.RunProgress progress = named.get(run.run());
        return progress == null ? 0 : progress.seq();
    }

    /** What the log expects next, where it is shorter than what was acknowledged: a broker may lose what it confirmed. */
    private Uni<Optional<Long>> expected(ReportedRun run, long acked) {
        if (!run.mayWrite() || acked <= run.durableSeq()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Optional<OpenRun> open = openRuns.find(run.run()).filter(known -> known.fence() == run.fence());
        if (open.isPresent()) {
            return Uni.createFrom().item(shorter(open.get().end().nextSeq(), acked));
        }
        return reader.read(run.run())
                .map(reading -> reading.filter(found -> found.row().holder().fence() == run.fence())
                        .map(Reading::nextSeq)
                        .flatMap(next -> shorter(next, acked)));
    }

    private static Optional<Long> shorter(long next, long acked) {
        return next <= acked ? Optional.of(next) : Optional.empty();
    }

    private Uni<Void> hurry(String link, int freeSlots) {
        return freeSlots <= 0
                ? Uni.createFrom().voidItem()
                : repository
                        .hurryOffers(link, freeSlots)
                        .invoke(runs -> runs.forEach(run -> offered.fire(new RunOffered(run))))
                        .replaceWithVoid();
    }

    private static Heartbeat.RunState state(Told told) {
        ReportedRun run = told.run();
        return new Heartbeat.RunState(
                run.run(), run.stateText(), run.leaseUntil(), run.durableSeq(), told.expected(), run.stop());
    }

    private static Sync.Verdict verdict(Told told) {
        ReportedRun run = told.run();
        return run.isKept()
                ? new Sync.Verdict(run.run(), KEEP, Optional.empty(), run.durableSeq(), told.expected())
                : new Sync.Verdict(
                        run.run(), STOP, Optional.of(run.stopCode().text()), run.durableSeq(), told.expected());
    }
}
