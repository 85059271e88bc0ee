package dev.hawser.dispatch.heartbeat;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.rpc.Release;
import dev.hawser.dispatch.recovery.NextAttempt;
import dev.hawser.dispatch.rpc.RpcAnswer;
import dev.hawser.dispatch.rpc.RpcRequest;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Verb {@code release}: the runner is gone by its own word, so the next attempt need not wait for the lease. */
@ApplicationScoped
class Releases {

    private static final Logger LOG = Logger.getLogger(Releases.class);

    private final ReportRepository repository;
    private final RunRepository runs;
    private final NextAttempt next;

    Releases(ReportRepository repository, RunRepository runs, NextAttempt next) {
        this.repository = repository;
        this.runs = runs;
        this.next = next;
    }

    Uni<RpcAnswer> release(RpcRequest request) {
        Release release = request.read(Release.class);
        return repository
                .countReleased(request.link(), release.runId(), release.fence())
                .chain(counted ->
                        counted.isPresent() ? goOn(request.link(), release) : refuse(request.link(), release));
    }

    private Uni<RpcAnswer> goOn(String link, Release release) {
        LOG.infof("released run=%s link=%s fence=%d: %s", release.runId(), link, release.fence(), release.reason());
        Duration delay = Duration.ofMillis(Math.max(0, release.retryAfterMs().orElse(0L)));
        return runs.find(release.runId())
                .chain(row -> row.map(found -> next.after(found, code(release.reason()), delay))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .replaceWith(RpcAnswer.ok(Map.of()));
    }

    private Uni<RpcAnswer> refuse(String link, Release release) {
        return runs.find(release.runId()).map(row -> RpcAnswer.refused(code(link, release, row), "nothing to release"));
    }

    private static RpcCode code(String link, Release release, Optional<RunRow> row) {
        if (row.isEmpty() || !row.get().holder().isHeldBy(link)) {
            return RpcCode.NOT_YOURS;
        }
        return row.get().holder().fence() == release.fence() ? RpcCode.ENDED : RpcCode.FENCED;
    }

    /** The agent's reason where it is a code of ours. */
    private static RunErrorCode code(String reason) {
        return Arrays.stream(RunErrorCode.values())
                .filter(code -> code.text().equals(reason))
                .findFirst()
                .orElse(RunErrorCode.ATTEMPTS_EXHAUSTED);
    }
}
