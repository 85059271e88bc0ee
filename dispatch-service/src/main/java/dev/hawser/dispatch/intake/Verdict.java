package dev.hawser.dispatch.intake;

import dev.hawser.contract.notice.IntakeNotice;
import java.util.Optional;

/** What becomes of a delivery. */
sealed interface Verdict {

    /** Carried out, now or before, or refused visibly: acknowledged, then told. */
    record Settled(Optional<IntakeNotice> notice, FollowUp followUp) implements Verdict {}

    /** To be delivered again; the partition waits, which keeps its order. */
    record Again(Throwable reason) implements Verdict {}
}
