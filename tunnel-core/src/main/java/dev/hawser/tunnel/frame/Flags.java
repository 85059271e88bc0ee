package dev.hawser.tunnel.frame;

/** The flag bits of a frame. Which type may carry which is in {@link FrameType}. */
public final class Flags {

    public static final int NONE = 0;

    /** The body of this direction is complete with this frame. */
    public static final int FIN = 0x01;

    /** The stream becomes raw bytes after a 101 head. */
    public static final int UPGRADE = 0x02;

    /** This OPEN was sent before. */
    public static final int REPEAT = 0x04;

    /** The payload is a header list and not body bytes. */
    public static final int TRAILERS = 0x08;

    /** The sender of this WINDOW has the head. */
    public static final int HEAD_SEEN = 0x10;

    /** The sender of this WINDOW has the end of the body. */
    public static final int FIN_SEEN = 0x20;

    /** Bytes are missing: send again from the offset of this frame. */
    public static final int GAP = 0x40;

    private Flags() {}

    public static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    static boolean within(int flags, int allowed) {
        return (flags & ~allowed) == 0;
    }
}
