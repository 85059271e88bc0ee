package dev.hawser.contract.work;

/** The paths that an agent serves through its tunnel (design 04). */
public final class AgentPath {

    /** {@code GET}: a {@link LinkStatus}. */
    public static final String STATUS = "/api/links/status";

    /** {@code POST} a {@link WorkItem}: 202 once it is durable on the desktop. */
    public static final String WORK = "/api/links/work";

    /** {@code POST} a {@link RunFence}: stop executing it. */
    public static final String CANCEL = "/api/links/cancel";

    /** {@code POST} a {@link HeldQuery}: which of these runs are still executed here. */
    public static final String HELD = "/api/links/held";

    /** {@code POST} a {@link Shutdown}: stop, and why. */
    public static final String SHUTDOWN = "/api/links/shutdown";

    /** Any method, also upgrades: {@code /proxy/<upstream>/<path>} reaches an exposed upstream. */
    public static final String PROXY = "/proxy/";

    private AgentPath() {}
}
