package dev.hawser.dispatch.ingest;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.dispatch.lease.Leases;
import dev.hawser.dispatch.log.Access;
import dev.hawser.dispatch.log.Appended;
import dev.hawser.dispatch.log.LogCapacity;
import dev.hawser.dispatch.log.LogEnd;
import dev.hawser.dispatch.log.OpenRun;
import dev.hawser.dispatch.log.OpenRuns;
import dev.hawser.dispatch.log.RunLanes;
import dev.hawser.dispatch.log.RunLogs;
import dev.hawser.dispatch.rpc.RpcAnswer;
import dev.hawser.dispatch.rpc.RpcConfig;
import dev.hawser.dispatch.rpc.RpcRequest;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Puts records of agents into the logs of their runs: the row says who may write, the log says what comes next (design
 * 03 §4).
 */
@ApplicationScoped
class Ingest {

    private static final Logger LOG = Logger.getLogger(Ingest.class);
    private static final int ROUNDS = 4;

    private final RunLanes lanes;
    private final RunLogs logs;
    private final OpenRuns openRuns;
    private final RunRepository runs;
    private final LogCapacity capacity;
    private final Leases leases;
    private final RpcConfig config;
    private final MeterRegistry metrics;
    private final Counter bytes;

    Ingest(
            RunLanes lanes,
            RunLogs logs,
            OpenRuns openRuns,
            RunRepository runs,
            LogCapacity capacity,
            Leases leases,
            RpcConfig config,
            MeterRegistry metrics) {
        this.lanes = lanes;
        this.logs = logs;
        this.openRuns = openRuns;
        this.runs = runs;
        this.capacity = capacity;
        this.leases = leases;
        this.config = config;
        this.metrics = metrics;
        this.bytes = metrics.counter("hawser_dispatch_ingest_bytes");
    }

    Uni<RpcAnswer> ingest(RpcRequest rpc) {
        IngestRequest request = IngestRequest.of(rpc);
        if (request.isTooLarge()) {
            return answer(
                    RpcAnswer.refused(RpcCode.TOO_LARGE, request.entry().body().size() + " bytes"));
        }
        request.requireContent();
        return lanes.inTurn(request.run(), () -> round(request, 1));
    }

    private Uni<RpcAnswer> round(IngestRequest request, int round) {
        Optional<OpenRun> known =
                openRuns.find(request.run()).filter(open -> open.isOpenTo(request.link(), request.fence()));
        return known.isPresent()
                ? place(request, known.get(), round)
                : runs.find(request.run())
                        .chain(row -> row.map(found -> admit(request, found, round))
                                .orElseGet(() -> refuse(request, RpcCode.NOT_FOUND)));
    }

    private Uni<RpcAnswer> admit(IngestRequest request, RunRow row, int round) {
        return refusal(request, row)
                .map(code -> refuse(request, code))
                .orElseGet(() -> logs.open(request.run(), request.fence()).chain(access -> switch (access) {
                    case Access.Open(OpenRun open) ->
                        open.isOpenTo(request.link(), request.fence())
                                ? place(request, open, round)
                                : refuse(request, RpcCode.NOT_YOURS);
                    case Access.Ended(RunRow ended, LogEnd end) -> afterEnd(request, ended, end);
                    case Access.Closed(RunRow closed) ->
                        refuse(request, refusal(request, closed).orElse(RpcCode.FENCED));
                    case Access.Missing() -> refuse(request, RpcCode.NOT_FOUND);
                }));
    }

    /** What the row alone decides. */
    private static Optional<RpcCode> refusal(IngestRequest request, RunRow row) {
        if (!row.holder().isHeldBy(request.link())) {
            return Optional.of(RpcCode.NOT_YOURS);
        }
        if (row.holder().fence() != request.fence()) {
            return Optional.of(RpcCode.FENCED);
        }
        return switch (row.state()) {
            case RUNNING, SETTLING -> Optional.empty();
            case QUEUED, OFFERED -> Optional.of(RpcCode.FENCED);
            case SUCCEEDED, FAILED, CANCELLED -> Optional.of(RpcCode.ENDED);
        };
    }

    /** A record that is in the log is acknowledged again, also the end itself. */
    private Uni<RpcAnswer> afterEnd(IngestRequest request, RunRow row, LogEnd end) {
        boolean stored = end.fence() == request.fence()
                && (request.seq() < end.lastSeq()
                        || (request.seq() == end.lastSeq() && request.entry().kind() == RecordKind.END));
        return stored
                ? answer(RpcAnswer.ok(new IngestAnswer(end.lastSeq(), row.durableSeq())))
                : refuse(request, RpcCode.ENDED);
    }

    private Uni<RpcAnswer> place(IngestRequest request, OpenRun open, int round) {
        long next = open.end().nextSeq();
        if (request.seq() > next) {
            return answer(RpcAnswer.gap(next));
        }
        if (request.seq() < next) {
            leases.alive(open.key().id(), open.fence());
            return acked(open);
        }
        if (request.entry().kind() == RecordKind.CHUNKS && capacity.isTight()) {
            return overloaded();
        }
        return logs.append(open, request.entry()).chain(appended -> switch (appended) {
            case Appended.Stored(OpenRun after) -> stored(request, after);
            case Appended.Full full -> overloaded();
            case Appended.Unknown unknown ->
                round < ROUNDS
                        ? round(request, round + 1)
                        : answer(RpcAnswer.later(RpcCode.UNAVAILABLE, "the log moves too fast", config.retryAfter()));
        });
    }

    private Uni<RpcAnswer> stored(IngestRequest request, OpenRun after) {
        bytes.increment(request.entry().body().size());
        if (!after.end().ended()) {
            leases.progress(after.key().id(), after.fence());
            return acked(after);
        }
        LOG.infof("end in the log %s link=%s fence=%d", after.key(), request.link(), after.fence());
        openRuns.forget(after.key().id());
        return runs.settle(after.key().id(), after.fence())
                .onFailure()
                .invoke(failure -> LOG.warnf("%s settles by the sweep: %s", after.key(), failure.getMessage()))
                .onFailure()
                .recoverWithItem(false)
                .chain(() -> acked(after));
    }

    private Uni<RpcAnswer> overloaded() {
        return answer(RpcAnswer.later(RpcCode.OVERLOADED, "the log is full", config.retryAfter()));
    }

    private static Uni<RpcAnswer> acked(OpenRun open) {
        return answer(RpcAnswer.ok(new IngestAnswer(open.end().lastSeq(), open.durable())));
    }

    private Uni<RpcAnswer> refuse(IngestRequest request, RpcCode code) {
        if (code == RpcCode.FENCED || code == RpcCode.NOT_YOURS) {
            metrics.counter("hawser_dispatch_fence_rejections", "code", code.text())
                    .increment();
        }
        LOG.infof(
                "refused run=%s link=%s fence=%d seq=%d code=%s",
                request.run(), request.link(), request.fence(), request.seq(), code.text());
        return answer(RpcAnswer.refused(code, "run " + request.run() + ", fence " + request.fence()));
    }

    private static Uni<RpcAnswer> answer(RpcAnswer answer) {
        return Uni.createFrom().item(answer);
    }
}
