package dev.hawser.dispatch.settle;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.notice.SettledNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.log.OpenRuns;
import dev.hawser.dispatch.ready.PodState;
import dev.hawser.dispatch.run.RunEnded;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Channel {@code settled}: a run is over, so its thread's next run starts. A hint: the sweep of the gates does the same
 * within a second.
 */
@ApplicationScoped
class SettledNotices {

    private static final Logger LOG = Logger.getLogger(SettledNotices.class);

    private final Gate gate;
    private final OpenRuns openRuns;
    private final JetStreamPublisher publisher;
    private final PodState pod;

    SettledNotices(Gate gate, OpenRuns openRuns, JetStreamPublisher publisher, PodState pod) {
        this.gate = gate;
        this.openRuns = openRuns;
        this.publisher = publisher;
        this.pod = pod;
    }

    @Incoming("settled")
    Uni<Void> onSettled(byte[] body) {
        SettledNotice notice = Json.read(body, SettledNotice.class);
        openRuns.forget(notice.runId());
        return pod.isWorking()
                ? gate.open(notice.threadId())
                        .onFailure()
                        .invoke(failure ->
                                LOG.infof("the sweep opens thread=%s: %s", notice.threadId(), failure.getMessage()))
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    /** What dispatch itself has ended is told like what the projector settles. */
    void ended(@Observes RunEnded event) {
        publisher.notify(
                CoreSubjects.settledNotice(event.run().partition()),
                new SettledNotice(
                        event.run().id(), event.run().thread(), event.state().text()));
    }
}
