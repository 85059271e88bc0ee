package dev.hawser.contract.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** One of the 16 partitions that threads, their commands and their runs are spread over; fixed at install. */
public final class Partition {

    /** How many partitions there are. */
    public static final int COUNT = 16;

    private Partition() {}

    /** The partition of a thread and its runs, in {@code [0, 16)}: CRC32C of the id in UTF-8. */
    public static int of(String thread) {
        var crc = new CRC32C();
        crc.update(thread.getBytes(UTF_8));
        return (int) (crc.getValue() % COUNT);
    }

    /** All partitions in order. */
    public static IntStream all() {
        return IntStream.range(0, COUNT);
    }

    static int require(int partition) {
        if (partition < 0 || partition >= COUNT) {
            throw new IllegalArgumentException("not a partition: " + partition);
        }
        return partition;
    }
}
