package dev.hawser.dispatch.claim;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.run.RunOffered;
import dev.hawser.dispatch.run.RunRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What becomes of a run that a link did not take: its next target; when there is none it rests as an offer, or ends
 * (design 05). A busy link never ends a run, and one that has started once is never ended because a desktop is away.
 */
@ApplicationScoped
public class TargetRounds {

    private static final Logger LOG = Logger.getLogger(TargetRounds.class);
    private static final EndBody REVOKED =
            EndBody.failed(RunErrorCode.NO_TARGET, "the desktop of this run was removed, and no other one may take it");

    private final TargetRepository repository;
    private final OfferDelays delays;
    private final Ends ends;
    private final Event<RunOffered> offered;
    private final MeterRegistry metrics;

    TargetRounds(
            TargetRepository repository,
            OfferDelays delays,
            Ends ends,
            Event<RunOffered> offered,
            MeterRegistry metrics) {
        this.repository = repository;
        this.delays = delays;
        this.ends = ends;
        this.offered = offered;
        this.metrics = metrics;
    }

    /** The link of a run that has not started is offline. */
    public Uni<Void> offline(RunRow run) {
        return declined(run, new Declined.Offline());
    }

    /** The link of a run that has started is offline. False if no other target is named: the run stays where it is. */
    public Uni<Boolean> elsewhere(RunRow run) {
        var offline = new Declined.Offline();
        return repository.next(run, offline).chain(round -> {
            boolean stays = round.filter(found -> found.next().isEmpty() && !found.revoked())
                    .isPresent();
            return stays || round.isEmpty()
                    ? Uni.createFrom().item(false)
                    : goOn(run, offline, round.get()).replaceWith(true);
        });
    }

    Uni<Void> declined(RunRow run, Declined declined) {
        return repository
                .next(run, declined)
                .chain(round -> round.map(found -> goOn(run, declined, found))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> goOn(RunRow run, Declined declined, TargetRepository.Round round) {
        if (round.next().isPresent()) {
            offered(run, declined, round.next().get());
            return Uni.createFrom().voidItem();
        }
        return rests(declined, round)
                ? rest(run, declined, round)
                : ends.end(run.key(), round.revoked() ? REVOKED : endOf(declined));
    }

    private static boolean rests(Declined declined, TargetRepository.Round round) {
        return round.busy()
                || switch (declined) {
                    case Declined.Busy busy -> true;
                    case Declined.Offline offline -> !round.revoked() && (round.started() || round.mayWait());
                    case Declined.Paused paused -> !round.revoked() && (round.started() || round.mayWait());
                    case Declined.Refused refused -> round.offline() && round.mayWait();
                };
    }

    private Uni<Void> rest(RunRow run, Declined declined, TargetRepository.Round round) {
        Duration delay = declined instanceof Declined.Paused ? delays.longest() : delays.after(run.holder());
        Duration shortest = round.busy() || round.started()
                ? delay
                : round.waitLeft().filter(left -> left.compareTo(delay) < 0).orElse(delay);
        return repository
                .rest(run, shortest, declined)
                .invoke(moved -> {
                    if (moved) {
                        count(declined);
                        LOG.infof(
                                "rests %s link=%s fence=%d for %d ms: %s",
                                run.key(), link(run), run.holder().fence(), shortest.toMillis(), declined.text());
                    }
                })
                .replaceWithVoid();
    }

    private void offered(RunRow run, Declined declined, String link) {
        count(declined);
        LOG.infof(
                "offered to the next target %s link=%s next=%s fence=%d: %s",
                run.key(), link(run), link, run.holder().fence(), declined.text());
        offered.fire(new RunOffered(run.key()));
    }

    private static EndBody endOf(Declined declined) {
        return switch (declined) {
            case Declined.Refused(EndBody end) -> end;
            case Declined.Paused paused ->
                EndBody.failed(RunErrorCode.NO_TARGET, "your desktop is paused: resume it, or pair another one");
            case Declined.Offline offline ->
                EndBody.failed(RunErrorCode.LINK_OFFLINE, "your desktop was offline when the run was to start");
            case Declined.Busy busy -> throw new IllegalStateException("a busy link ends no run");
        };
    }

    private void count(Declined declined) {
        metrics.counter("hawser_dispatch_reoffers", "reason", declined.text()).increment();
    }

    private static String link(RunRow run) {
        Optional<String> link = run.holder().link();
        return link.orElse("");
    }
}
