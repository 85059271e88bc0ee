package dev.hawser.agent.outbox;

/** Told when a lane stops. Called on threads of the lane, without any lock. */
@FunctionalInterface
public interface LaneListener {

    /** Called once for each lane, at the most, and not for {@link LaneEnd#CLOSED}. */
    void stopped(RunLane lane, LaneEnd end);
}
