package dev.hawser.tunnel.frame;

import java.util.Optional;

/** The types of frames, with their number on the wire and the flags that they may carry. */
enum FrameType {
    OPEN(1, Flags.FIN | Flags.UPGRADE | Flags.REPEAT),
    HEAD(2, Flags.FIN),
    DATA(3, Flags.FIN | Flags.TRAILERS),
    WINDOW(4, Flags.HEAD_SEEN | Flags.FIN_SEEN | Flags.GAP),
    RESET(5, Flags.NONE),
    PING(6, Flags.NONE),
    PONG(7, Flags.NONE),
    GOAWAY(8, Flags.NONE);

    private static final FrameType[] BY_NUMBER = values();

    private final byte number;
    private final int allowedFlags;

    FrameType(int number, int allowedFlags) {
        this.number = (byte) number;
        this.allowedFlags = allowedFlags;
    }

    byte number() {
        return number;
    }

    boolean allows(int flags) {
        return Flags.within(flags, allowedFlags);
    }

    /** PING, PONG and GOAWAY are about the pair. */
    boolean isAboutPair() {
        return switch (this) {
            case PING, PONG, GOAWAY -> true;
            case OPEN, HEAD, DATA, WINDOW, RESET -> false;
        };
    }

    static Optional<FrameType> of(byte number) {
        return number >= 1 && number <= BY_NUMBER.length ? Optional.of(BY_NUMBER[number - 1]) : Optional.empty();
    }
}
