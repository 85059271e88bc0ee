package dev.hawser.tunnel.host;

/** How far one stream of a host has come. Each step is taken once; thread-safe. */
final class Progress {

    /** What is behind a stream. */
    enum Step {
        /** The handler works; nothing is answered. */
        RUNNING,
        /** The head of the answer is made. */
        ANSWERING,
        /** The end of the answer is out, and kept. */
        FINISHED,
        OVER
    }

    private Step step = Step.RUNNING;

    /** From running to answering. */
    boolean answer() {
        return move(Step.RUNNING, Step.ANSWERING);
    }

    /** From answering to finished. */
    boolean finish() {
        return move(Step.ANSWERING, Step.FINISHED);
    }

    /** To the end; says from where. */
    synchronized Step end() {
        Step before = step;
        step = Step.OVER;
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
