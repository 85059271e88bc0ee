package dev.hawser.e2e.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** What a process has used until now, from {@code /proc} (Linux). */
public final class ProcessUse {

    /** Linux shows times in hundredths of a second on every architecture. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final long KIB = 1024;

    private ProcessUse() {}

    /** CPU-seconds of these processes together, user and system. */
    public static double cpuSeconds(Collection<Long> pids) {
        return pids.stream().mapToDouble(ProcessUse::cpuSeconds).sum();
    }

    /** CPU-seconds of one process. */
    public static double cpuSeconds(long pid) {
        String line = read(pid, "stat");
        // The name stands in parentheses and may contain anything; the state follows it.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    /** Bytes of memory that one process holds. */
    public static long residentBytes(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .findFirst()
                .orElse(0);
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException failure) {
            throw new UncheckedIOException("the process " + pid + " cannot be looked at", failure);
        }
    }
}
