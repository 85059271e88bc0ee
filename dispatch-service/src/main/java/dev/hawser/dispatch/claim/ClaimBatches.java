package dev.hawser.dispatch.claim;

import dev.hawser.dispatch.run.RunRow;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Claims that are asked for while a statement is under way share the next one. A claim that comes alone waits for nobody;
 * when a desktop comes back to a hundred offers, they cost a few transactions instead of a hundred.
 *
 * <p>What waits is bounded by the claims that are under way ({@link ClaimConfig#underWay()}).
 */
@ApplicationScoped
class ClaimBatches {

    /** Most claims of one statement: its rows are locked until it commits. */
    static final int MAX_CLAIMS = 256;

    private static final Logger LOG = Logger.getLogger(ClaimBatches.class);

    /** SQLSTATE classes that a single row can cause: data exception, integrity constraint violation. */
    private static final List<String> CAUSED_BY_A_ROW = List.of("22", "23");

    private final ClaimRepository repository;
    private final Timer statements;
    private final DistributionSummary sizes;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    ClaimBatches(ClaimRepository repository, MeterRegistry metrics) {
        this.repository = repository;
        this.statements = metrics.timer("hawser_dispatch_claim_statements");
        this.sizes = metrics.summary("hawser_dispatch_claim_statement_claims");
    }

    private record Waiting(ClaimRequest request, UniEmitter<? super Optional<RunRow>> emitter) {}

    /**
     * Claims one run. Empty: somebody else was faster, the run is ending, or its link takes nothing now.
     *
     * @param request of a run that no other request under way is about
     */
    Uni<Optional<RunRow>> claim(ClaimRequest request) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(new Waiting(request, emitter));
            next();
        });
    }

    /** Whoever adds a claim after the queue was found empty finds this idle, or is seen by the second look. */
    private void next() {
        while (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
            List<Waiting> batch = take();
            if (batch.isEmpty()) {
                busy.set(false);
            } else {
                send(batch);
            }
        }
    }

    private List<Waiting> take() {
        var batch = new ArrayList<Waiting>();
        while (batch.size() < MAX_CLAIMS) {
            Waiting one = waiting.poll();
            if (one == null) {
                break;
            }
            batch.add(one);
        }
        return batch;
    }

    private void send(List<Waiting> batch) {
        ask(batch)
                .onFailure(failure -> batch.size() > 1 && isCausedByARow(failure))
                .recoverWithUni(failure -> oneByOne(batch, failure))
                .onTermination()
                .invoke(() -> {
                    busy.set(false);
                    next();
                })
                .subscribe()
                .with(
                        done -> LOG.debugf("%d claims asked for", batch.size()),
                        failure -> batch.forEach(one -> one.emitter().fail(failure)));
    }

    private Uni<Void> ask(List<Waiting> batch) {
        long start = System.nanoTime();
        return repository
                .claim(batch.stream().map(Waiting::request).toList())
                .invoke(claimed -> {
                    statements.record(Duration.ofNanos(System.nanoTime() - start));
                    sizes.record(claimed.size());
                    tell(batch, claimed);
                })
                .replaceWithVoid();
    }

    private static void tell(List<Waiting> batch, Map<String, RunRow> claimed) {
        batch.forEach(one -> one.emitter()
                .complete(Optional.ofNullable(claimed.get(one.request().run()))));
    }

    /** A run that cannot be claimed holds no other one up; when Postgres is away, nobody waits for each of them in turn. */
    private Uni<Void> oneByOne(List<Waiting> batch, Throwable failure) {
        LOG.warnf("%d claims are made one by one: %s", batch.size(), failure.getMessage());
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(one -> ask(List.of(one))
                        .onFailure(ClaimBatches::isCausedByARow)
                        .invoke(own -> one.emitter().fail(own))
                        .onFailure(ClaimBatches::isCausedByARow)
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }

    private static boolean isCausedByARow(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && CAUSED_BY_A_ROW.stream().anyMatch(refused.getSqlState()::startsWith);
    }
}
