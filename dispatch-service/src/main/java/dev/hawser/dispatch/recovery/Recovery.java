package dev.hawser.dispatch.recovery;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.work.HeldAnswer;
import dev.hawser.contract.work.RunFence;
import dev.hawser.dispatch.claim.TargetRounds;
import dev.hawser.dispatch.log.LogEnd;
import dev.hawser.dispatch.log.LogReader;
import dev.hawser.dispatch.push.LinkCalls;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What becomes of a run whose lease is over: first the log is asked, then the link, and only then it is started again. */
@ApplicationScoped
class Recovery {

    private static final Logger LOG = Logger.getLogger(Recovery.class);

    private final RecoveryRepository repository;
    private final RunRepository runs;
    private final LogReader reader;
    private final LinkCalls calls;
    private final NextAttempt next;
    private final TargetRounds rounds;
    private final MeterRegistry metrics;

    Recovery(
            RecoveryRepository repository,
            RunRepository runs,
            LogReader reader,
            LinkCalls calls,
            NextAttempt next,
            TargetRounds rounds,
            MeterRegistry metrics) {
        this.repository = repository;
        this.runs = runs;
        this.reader = reader;
        this.calls = calls;
        this.next = next;
        this.rounds = rounds;
        this.metrics = metrics;
    }

    /** What the link says of a run. */
    private enum Word {
        HELD,
        NOT_HELD,
        OFFLINE,
        NO_ANSWER
    }

    Uni<Void> recover(RunRow run) {
        metrics.counter("hawser_dispatch_lease_misses").increment();
        return reader.end(run).chain(end -> end.ended() ? settle(run) : ask(run, end));
    }

    private Uni<Void> settle(RunRow run) {
        count("ended");
        LOG.infof("the end of %s was in the log already", run.key());
        return runs.settle(run.id(), run.holder().fence()).replaceWithVoid();
    }

    private Uni<Void> ask(RunRow run, LogEnd end) {
        Optional<String> link = run.holder().link();
        if (link.isEmpty()) {
            return next.after(run, RunErrorCode.ATTEMPTS_EXHAUSTED, Duration.ZERO);
        }
        return word(link.get(), run).chain(word -> {
            count(word.name().toLowerCase(Locale.ROOT));
            LOG.infof(
                    "lease over %s link=%s fence=%d log=%d: %s",
                    run.key(), link.get(), run.holder().fence(), end.lastSeq(), word);
            return switch (word) {
                case HELD -> repository.held(run).replaceWithVoid();
                case NOT_HELD -> next.after(run, RunErrorCode.ATTEMPTS_EXHAUSTED, Duration.ZERO);
                case OFFLINE -> hasStarted(run) ? elsewhere(run) : rounds.offline(run);
                case NO_ANSWER -> repository.unreachable(run);
            };
        });
    }

    /** Another target where one is named and an attempt is left, else it waits for its desktop. */
    private Uni<Void> elsewhere(RunRow run) {
        return next.isLeft(run)
                ? rounds.elsewhere(run)
                        .chain(moved -> moved ? Uni.createFrom().voidItem() : repository.unreachable(run))
                : repository.unreachable(run);
    }

    /** An offline desktop may still hold what it confirmed; of what it never confirmed nothing has started. */
    private static boolean hasStarted(RunRow run) {
        return run.holder().confirmed() || run.holder().attempts() > 0;
    }

    private Uni<Word> word(String link, RunRow run) {
        var attempt = new RunFence(run.id(), run.holder().fence());
        return calls.held(link, List.of(attempt))
                .map(answer -> wordOf(answer, attempt))
                .onFailure()
                .recoverWithItem(Recovery::wordOf);
    }

    private static Word wordOf(HeldAnswer answer, RunFence attempt) {
        return answer.runs().stream()
                .filter(run -> run.runId().equals(attempt.runId()) && run.fence() == attempt.fence())
                .findFirst()
                .map(run -> run.held() ? Word.HELD : Word.NOT_HELD)
                .orElse(Word.NO_ANSWER);
    }

    private static Word wordOf(Throwable failure) {
        return failure instanceof TunnelException tunnel && tunnel.code() == TunnelErrorCode.LINK_OFFLINE
                ? Word.OFFLINE
                : Word.NO_ANSWER;
    }

    private void count(String verdict) {
        metrics.counter("hawser_dispatch_recoveries", "verdict", verdict).increment();
    }
}
