package dev.hawser.localstack.fault;

import java.util.Random;

/** When connections are cut by themselves. */
interface CutRule {

    CutRule NEVER = () -> new Cut(Long.MAX_VALUE, false);

    /** The fate of the next connection. */
    Cut next();

    /** Exponentially distributed, so that no moment of a connection's life is safe. */
    static CutRule random(Random random, long meanBytes) {
        return () -> {
            synchronized (random) {
                return new Cut(1 + (long) (random.nextExponential() * meanBytes), random.nextBoolean());
            }
        };
    }

    /**
     * The end of a connection.
     *
     * @param afterBytes how many bytes of both directions together pass before it, at least 1; no byte more passes
     * @param hard with an RST
     */
    record Cut(long afterBytes, boolean hard) {}
}
