package dev.hawser.dispatch.intake;

import dev.hawser.contract.notice.IntakeNotice;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.dispatch.end.EndResult;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.ready.Draining;
import dev.hawser.dispatch.ready.PodState;
import dev.hawser.jetstream.messaging.JetStreamMetadata;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Channel {@code commands}: one command of each partition at a time. The transaction, then the acknowledgement, then the
 * notice and whatever the command has set going; the acknowledgement waits for no tunnel and no append.
 */
@ApplicationScoped
class CommandChannel implements Draining {

    private final CommandIntake intake;
    private final Gate gate;
    private final Ends ends;
    private final JetStreamPublisher publisher;
    private final PodState pod;
    private final AtomicInteger underWay = new AtomicInteger();

    CommandChannel(CommandIntake intake, Gate gate, Ends ends, JetStreamPublisher publisher, PodState pod) {
        this.intake = intake;
        this.gate = gate;
        this.ends = ends;
        this.publisher = publisher;
        this.pod = pod;
    }

    /** This pod does not work yet, or no more: another one may have the command. */
    static final class NotWorkingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotWorkingException() {
            super("this pod takes no commands now");
        }
    }

    @Incoming("commands")
    Uni<Void> onCommand(Message<byte[]> message) {
        if (!pod.isWorking()) {
            return Uni.createFrom().completionStage(() -> message.nack(new NotWorkingException()));
        }
        underWay.incrementAndGet();
        return intake.carryOut(delivery(message))
                .chain(verdict -> answer(message, verdict))
                .onTermination()
                .invoke(underWay::decrementAndGet);
    }

    @Override
    public int underWay() {
        return underWay.get();
    }

    private Uni<Void> answer(Message<byte[]> message, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Again(Throwable reason) -> Uni.createFrom().completionStage(() -> message.nack(reason));
            case Verdict.Settled(Optional<IntakeNotice> notice, FollowUp followUp) ->
                Uni.createFrom().completionStage(message::ack).invoke(() -> {
                    notice.ifPresent(this::tell);
                    follow(followUp);
                });
        };
    }

    private void tell(IntakeNotice notice) {
        publisher.notify(CoreSubjects.intakeNotice(Partition.of(notice.threadId())), notice);
    }

    private void follow(FollowUp followUp) {
        gate.tell(followUp.gate());
        followUp.ended().forEach(run -> ends.tell(new EndResult(Optional.of(run), Optional.empty())));
        followUp.ending().forEach(run -> ends.tell(new EndResult(Optional.empty(), Optional.of(run))));
    }

    private static Delivery delivery(Message<byte[]> message) {
        JetStreamMetadata metadata = message.getMetadata(JetStreamMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a command without its metadata"));
        String id = metadata.messageId().orElseGet(() -> metadata.subject() + '#' + metadata.streamSequence());
        return new Delivery(metadata.subject(), id, Body.of(message.getPayload()));
    }
}
