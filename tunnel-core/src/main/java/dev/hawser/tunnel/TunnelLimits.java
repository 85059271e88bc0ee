package dev.hawser.tunnel;

/**
 * Limits of one end of the tunnel. What is above is answered with {@link TunnelErrorCode#REFUSED}, or waits.
 *
 * @param streamsPerHost most concurrent streams of a host
 * @param streamsPerCaller most concurrent streams of a caller
 * @param windowBytes how far a sender may be ahead of the reader at first, for each stream and direction
 * @param maxWindowBytes to which that grows while the reader keeps up
 * @param hostBudgetBytes most bytes that all streams of a host may hold beyond {@link #FLOOR_BYTES} each
 * @param callerBudgetBytes the same of a caller
 */
public record TunnelLimits(
        int streamsPerHost,
        int streamsPerCaller,
        int windowBytes,
        int maxWindowBytes,
        long hostBudgetBytes,
        long callerBudgetBytes) {

    /** What each stream may have in each direction even when the budget is used up. */
    public static final int FLOOR_BYTES = 16 * 1024;

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final TunnelLimits DEFAULTS =
            new TunnelLimits(256, 10_000, 256 * KIB, 16 * MIB, 64L * MIB, 256L * MIB);

    public TunnelLimits {
        if (streamsPerHost < 1 || streamsPerCaller < 1) {
            throw new IllegalArgumentException("at least one stream must be allowed");
        }
        if (windowBytes < FLOOR_BYTES || maxWindowBytes < windowBytes) {
            throw new IllegalArgumentException(
                    "windows need 16 KiB <= first <= largest: %d, %d".formatted(windowBytes, maxWindowBytes));
        }
        if (hostBudgetBytes < 0 || callerBudgetBytes < 0) {
            throw new IllegalArgumentException("a budget must not be negative");
        }
    }

    /** 256 and 10 000 streams; windows of 256 KiB to 16 MiB; 64 and 256 MiB. */
    public static TunnelLimits defaults() {
        return DEFAULTS;
    }

    public TunnelLimits withStreams(int perHost, int perCaller) {
        return new TunnelLimits(perHost, perCaller, windowBytes, maxWindowBytes, hostBudgetBytes, callerBudgetBytes);
    }

    public TunnelLimits withWindows(int first, int largest) {
        return new TunnelLimits(streamsPerHost, streamsPerCaller, first, largest, hostBudgetBytes, callerBudgetBytes);
    }

    public TunnelLimits withBudgets(long host, long caller) {
        return new TunnelLimits(streamsPerHost, streamsPerCaller, windowBytes, maxWindowBytes, host, caller);
    }

    /** What may wait in a caller until it is handled: budget, floors and a quarter more. */
    public long pendingBytesOfCaller() {
        return pendingBytes(callerBudgetBytes, streamsPerCaller);
    }

    /** What may wait in a host until it is handled. */
    public long pendingBytesOfHost() {
        return pendingBytes(hostBudgetBytes, streamsPerHost);
    }

    private static long pendingBytes(long budget, long streams) {
        return (budget + streams * FLOOR_BYTES) * 5 / 4;
    }
}
