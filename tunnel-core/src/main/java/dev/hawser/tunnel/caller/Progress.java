package dev.hawser.tunnel.caller;

/** How far one stream of a caller has come. Each step is taken once; thread-safe. */
final class Progress {

    /** What is behind a stream. */
    enum Step {
        /** The OPEN is out, or waits for a connection; nothing was heard. */
        OPENING,
        /** A host answered; the head is still to come. */
        BOUND,
        /** The head is here. */
        ANSWERED,
        ENDED
    }

    private Step step = Step.OPENING;

    /** From opening to bound. */
    boolean bind() {
        return move(Step.OPENING, Step.BOUND);
    }

    /** From bound to answered. */
    boolean answer() {
        return move(Step.BOUND, Step.ANSWERED);
    }

    /** To the end; says from where. */
    synchronized Step end() {
        Step before = step;
        step = Step.ENDED;
        return before;
    }

    synchronized boolean is(Step which) {
        return step == which;
    }

    private synchronized boolean move(Step from, Step to) {
        if (step != from) {
            return false;
        }
        step = to;
        return true;
    }
}
