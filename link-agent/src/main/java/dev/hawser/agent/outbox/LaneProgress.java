package dev.hawser.agent.outbox;

/**
 * How far a lane is.
 *
 * @param stored the last record that is stored here
 * @param acked the last record that the log has, as far as this agent knows
 * @param durable the last record that is stored for good
 * @param ended the end of the run is among the stored records
 */
public record LaneProgress(long stored, long acked, long durable, boolean ended) {

    /** The end of the run is in the log. */
    public boolean delivered() {
        return ended && acked >= stored;
    }
}
