package dev.hawser.dispatch.intake;

import dev.hawser.contract.error.ProblemCode;

/** The answers to "carry this out". All of them are normal, so none is an exception. */
sealed interface Outcome {

    /** Carried out. */
    record Done(FollowUp followUp) implements Outcome {}

    /** It had been carried out before. */
    record Repeated() implements Outcome {}

    /** It can never be carried out: a dead letter, at its first delivery. */
    record Refused(ProblemCode code, String reason) implements Outcome {}

    /** Carried out, with nothing to follow. */
    static Outcome done() {
        return new Done(FollowUp.NOTHING);
    }
}
