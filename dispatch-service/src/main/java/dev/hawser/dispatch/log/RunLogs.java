package dev.hawser.dispatch.log;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.log.AppendOutcome;
import dev.hawser.jetstream.log.RunLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Appends to the logs of runs. Callers are on the run's lane ({@link RunLanes}).
 *
 * <p>The log is the lock: every append is a compare-and-set on the run's subject (design 03 §3).
 */
@ApplicationScoped
public class RunLogs {

    private static final Logger LOG = Logger.getLogger(RunLogs.class);
    private static final int ROUNDS = 6;

    private final LogReader reader;
    private final RunLog log;
    private final RunRepository runs;
    private final LogRepository repository;
    private final OpenRuns openRuns;
    private final Pod pod;
    private final Counter refusedAppends;

    RunLogs(
            LogReader reader,
            RunLog log,
            RunRepository runs,
            LogRepository repository,
            OpenRuns openRuns,
            Pod pod,
            MeterRegistry metrics) {
        this.reader = reader;
        this.log = log;
        this.runs = runs;
        this.repository = repository;
        this.openRuns = openRuns;
        this.pod = pod;
        this.refusedAppends = metrics.counter("hawser_dispatch_appends_refused");
    }

    /** A record to be appended. */
    public record Entry(RecordKind kind, Optional<Fragment> fragment, Body body) {}

    /**
     * Reads row and log, and makes sure that the claim of this fence is the newest in the log: whoever finds it missing
     * appends it.
     */
    public Uni<Access> open(String run, long fence) {
        return open(run, fence, 1);
    }

    /** As {@link #open(String, long)}, for the fence that the row has. */
    public Uni<Access> openNewest(String run) {
        return runs.find(run)
                .chain(row -> row.map(found -> open(run, found.holder().fence()))
                        .orElseGet(() -> Uni.createFrom().item(new Access.Missing())));
    }

    /** Appends one record behind the known end. */
    public Uni<Appended> append(OpenRun open, Entry entry) {
        LogEnd end = open.end();
        RunRecord record = RunRecord.following(
                end.chain(),
                open.key().id(),
                entry.kind(),
                open.fence(),
                end.nextSeq(),
                entry.fragment(),
                entry.body());
        return log.append(open.key().partition(), record, end.sequence()).map(outcome -> switch (outcome) {
            case AppendOutcome.Appended(long sequence) -> {
                LogEnd next = LogEnd.after(record, sequence);
                openRuns.change(open.key().id(), known -> known.endingAt(next));
                yield new Appended.Stored(open.endingAt(next));
            }
            case AppendOutcome.RefusedOrUnknown(String reason) -> {
                refusedAppends.increment();
                LOG.infof("append refused or unknown %s fence=%d: %s", open.key(), open.fence(), reason);
                openRuns.forget(open.key().id());
                yield new Appended.Unknown();
            }
            case AppendOutcome.Full full -> new Appended.Full();
        });
    }

    private Uni<Access> open(String run, long fence, int round) {
        return reader.read(run)
                .chain(reading -> reading.map(found -> judge(found, fence, round))
                        .orElseGet(() -> Uni.createFrom().item(new Access.Missing())));
    }

    private Uni<Access> judge(Reading reading, long fence, int round) {
        RunRow row = reading.row();
        if (row.state().isTerminal() || !row.holder().wasClaimed()) {
            return Uni.createFrom().item(new Access.Closed(row));
        }
        if (reading.end().ended()) {
            return settled(reading);
        }
        if (row.holder().fence() < reading.end().fence()) {
            return again(row, fence, round); // a claim was committed and appended after the row was read
        }
        if (row.holder().fence() != fence) {
            return Uni.createFrom().item(new Access.Closed(row));
        }
        return reading.lacksClaim() ? claim(reading, round) : Uni.createFrom().item(known(row, reading.end()));
    }

    private Uni<Access> claim(Reading reading, int round) {
        RunRow row = reading.row();
        long next = reading.nextSeq();
        long from = reading.lacksFence() && !reading.end().isEmpty()
                ? next
                : row.holder().from();
        if (from <= row.holder().from()) {
            return appendClaim(reading, row.holder().from(), next, round);
        }
        return repository
                .raiseFrom(row.id(), row.holder().fence(), from)
                .chain(raised -> raised
                        ? appendClaim(reading, from, next, round)
                        : again(row, row.holder().fence(), round));
    }

    private Uni<Access> appendClaim(Reading reading, long from, long next, int round) {
        RunRow row = reading.row();
        LogEnd end = reading.end();
        Chain previous = next == end.nextSeq() ? end.chain() : Chain.START;
        var body = new ClaimBody(
                row.holder().attempt(),
                from,
                row.durableSeq(),
                row.holder().link().orElse(""),
                row.holder().link(),
                row.holder().pod().orElse(pod.id()));
        RunRecord record = RunRecord.following(
                previous,
                row.id(),
                RecordKind.CLAIM,
                row.holder().fence(),
                next,
                Optional.empty(),
                Body.of(Json.bytes(body)));
        return log.append(row.key().partition(), record, end.sequence()).chain(outcome -> switch (outcome) {
            case AppendOutcome.Appended(long sequence) -> {
                LOG.infof(
                        "claim in the log %s link=%s fence=%d from=%d",
                        row.key(), body.link().orElse(""), record.fence(), from);
                yield Uni.createFrom().item(known(row, LogEnd.after(record, sequence)));
            }
            case AppendOutcome.RefusedOrUnknown refused ->
                again(row, row.holder().fence(), round);
            case AppendOutcome.Full full -> Uni.createFrom().failure(new LogUnavailableException("HW_RUNS is full"));
        });
    }

    private Access known(RunRow row, LogEnd end) {
        OpenRun open = OpenRun.of(row, end);
        openRuns.put(open);
        return new Access.Open(open);
    }

    private Uni<Access> settled(Reading reading) {
        RunRow row = reading.row();
        openRuns.forget(row.id());
        return runs.settle(row.id(), row.holder().fence()).map(moved -> new Access.Ended(row, reading.end()));
    }

    private Uni<Access> again(RunRow row, long fence, int round) {
        if (round >= ROUNDS) {
            return Uni.createFrom()
                    .failure(new LogUnavailableException("the log of " + row.id() + " could not be opened"));
        }
        return open(row.id(), fence, round + 1);
    }
}
