package dev.hawser.projector.lead;

import dev.hawser.contract.notice.DurableNotice;
import dev.hawser.contract.notice.SettledNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.messaging.JetStreamMetadata;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.projector.commit.Batch;
import dev.hawser.projector.commit.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** What others are told after a commit. Each is a hint: whoever misses one gets there by a sweep. */
@ApplicationScoped
class Hints {

    private static final Logger LOG = Logger.getLogger(Hints.class);
    private static final int MARKS = 1_000;

    private final Emitter<SettledNotice> settled;
    private final JetStreamPublisher publisher;

    Hints(
            @Channel("settled") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 4096)
                    Emitter<SettledNotice> settled,
            JetStreamPublisher publisher) {
        this.settled = settled;
        this.publisher = publisher;
    }

    /**
     * Tells what a commit has changed.
     *
     * @param over ids of the runs that it made terminal
     */
    void after(Batch batch, Set<String> over) {
        int partition = batch.checkpoint().partition();
        var marks = new ArrayList<DurableNotice.Mark>();
        batch.folds().forEach(fold -> marks.add(new DurableNotice.Mark(fold.run(), fold.durableSeq())));
        for (Settlement settlement : batch.settlements()) {
            marks.add(new DurableNotice.Mark(settlement.run().id(), settlement.seq()));
            if (over.contains(settlement.run().id())) {
                settled(partition, settlement);
            }
        }
        for (int start = 0; start < marks.size(); start += MARKS) {
            List<DurableNotice.Mark> some = marks.subList(start, Math.min(marks.size(), start + MARKS));
            publisher.notify(CoreSubjects.durableNotice(partition), new DurableNotice(some));
        }
    }

    private void settled(int partition, Settlement settlement) {
        var notice = new SettledNotice(
                settlement.run().id(),
                settlement.run().thread(),
                settlement.terminal().outcome().text());
        try {
            settled.send(Message.of(notice, Metadata.of(JetStreamMetadata.to(CoreSubjects.settledNotice(partition)))));
        } catch (IllegalStateException e) {
            LOG.debugf("no settled notice run=%s: %s", notice.runId(), e.getMessage());
        }
    }
}
