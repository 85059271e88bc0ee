package dev.hawser.dispatch.claim;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.event.RunEvents;
import dev.hawser.dispatch.lease.LeaseConfig;
import dev.hawser.dispatch.push.LinkCalls;
import dev.hawser.dispatch.push.PushAnswer;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Posts a work item until there is a definite answer or the lease is over, and does what the answer says. */
@ApplicationScoped
class Pushes {

    private static final Logger LOG = Logger.getLogger(Pushes.class);
    private static final int MAX_DOUBLINGS = 16;

    private final LinkCalls calls;
    private final RunRepository runs;
    private final TargetRounds rounds;
    private final Ends ends;
    private final RunEvents events;
    private final Pool pool;
    private final ClaimConfig config;
    private final LeaseConfig lease;

    Pushes(
            LinkCalls calls,
            RunRepository runs,
            TargetRounds rounds,
            Ends ends,
            RunEvents events,
            Pool pool,
            ClaimConfig config,
            LeaseConfig lease) {
        this.calls = calls;
        this.runs = runs;
        this.rounds = rounds;
        this.ends = ends;
        this.events = events;
        this.pool = pool;
        this.config = config;
        this.lease = lease;
    }

    /** One claim on its way; {@code leaseEnds} by the clock of nanoTime. */
    private record Shipment(RunRow run, String link, WorkItem item, long leaseEnds) {

        long fence() {
            return item.fence();
        }

        boolean isLate() {
            return System.nanoTime() - leaseEnds >= 0;
        }
    }

    /** Posts until the lease ends, which was begun before the claim was committed: a pod that slept meanwhile is silent. */
    Uni<Void> push(RunRow run, WorkItem item, long leaseEnds) {
        Optional<String> link = run.holder().link();
        if (link.isEmpty()) {
            return ends.end(run.key(), EndBody.failed(RunErrorCode.NO_TARGET, "the offer names no link"));
        }
        var shipment = new Shipment(run, link.get(), item, leaseEnds);
        if (shipment.isLate()) {
            LOG.warnf("not pushed %s link=%s fence=%d: its lease is over", run.key(), link.get(), shipment.fence());
            return Uni.createFrom().voidItem();
        }
        return post(shipment, 1);
    }

    private Uni<Void> post(Shipment shipment, int posts) {
        return calls.work(shipment.link(), shipment.item()).chain(answer -> {
            LOG.debugf(
                    "pushed %s link=%s fence=%d: %s", shipment.run().key(), shipment.link(), shipment.fence(), answer);
            return switch (answer) {
                case PushAnswer.Accepted accepted -> confirm(shipment);
                case PushAnswer.Busy busy -> rounds.declined(shipment.run(), new Declined.Busy());
                case PushAnswer.Fenced fenced -> superseded(shipment);
                case PushAnswer.Refused(String code, String text) ->
                    rounds.declined(shipment.run(), new Declined.Refused(refusal(code, text)));
                case PushAnswer.Offline nobody -> posts == 1 ? rounds.offline(shipment.run()) : again(shipment, posts);
                case PushAnswer.Unknown(String text) -> again(shipment, posts);
            };
        });
    }

    private Uni<Void> confirm(Shipment shipment) {
        RunRow run = shipment.run();
        return pool.withTransaction(tx -> runs.confirm(tx, run.id(), shipment.fence(), lease.length())
                        .chain(confirmed -> confirmed
                                ? events.started(tx, run.key(), shipment.link())
                                : Uni.createFrom().voidItem()))
                .invoke(events::committed);
    }

    private static Uni<Void> superseded(Shipment shipment) {
        LOG.infof(
                "the link has a newer fence than %d of %s",
                shipment.fence(), shipment.run().key());
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> again(Shipment shipment, int posts) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(postDelay(posts))
                .chain(() -> runs.find(shipment.run().id()))
                .chain(row -> row.filter(found -> isOpen(shipment, found)).isPresent()
                        ? post(shipment, posts + 1)
                        : Uni.createFrom().voidItem());
    }

    /** False once somebody else has decided what becomes of this claim; after the lease Recovery does. */
    private static boolean isOpen(Shipment shipment, RunRow now) {
        return now.state() == RunState.RUNNING
                && now.holder().fence() == shipment.fence()
                && !now.holder().confirmed()
                && now.endIntent().isEmpty()
                && !shipment.isLate();
    }

    private Duration postDelay(int posts) {
        Duration delay = config.firstPostDelay().multipliedBy(1L << Math.clamp(posts - 1L, 0, MAX_DOUBLINGS));
        return delay.compareTo(config.longestPostDelay()) > 0 ? config.longestPostDelay() : delay;
    }

    /** The agent's own code where it is one of ours, else that it refused. */
    private static EndBody refusal(String code, String text) {
        RunErrorCode known = Arrays.stream(RunErrorCode.values())
                .filter(value -> value.text().equals(code))
                .findFirst()
                .orElse(RunErrorCode.REFUSED);
        return new EndBody(Outcome.FAILED, Optional.of(known.text()), Optional.of(text), Optional.empty());
    }
}
