package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.TunnelLimits;

/** What one direction of one stream holds of a budget. Not thread-safe: its owner's lock guards it. */
public final class Share {

    private final Budget budget;
    private long held;
    private boolean released;

    public Share(Budget budget) {
        this.budget = budget;
    }

    /**
     * Asks to hold that many bytes in all, more or less than before.
     *
     * @return how many may be held now: at least the smaller of that number and {@link TunnelLimits#FLOOR_BYTES}
     */
    public long resize(long total) {
        if (released) {
            return total;
        }
        long wanted = Math.max(0, total - TunnelLimits.FLOOR_BYTES);
        if (wanted > held) {
            held += budget.take(wanted - held);
        } else if (wanted < held) {
            budget.giveBack(held - wanted);
            held = wanted;
        }
        return Math.min(total, TunnelLimits.FLOOR_BYTES + held);
    }

    /** Gives everything back; from then on nothing is counted. */
    public void release() {
        budget.giveBack(held);
        held = 0;
        released = true;
    }
}
