package dev.hawser.e2e.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One line about the machine, without which a figure says nothing. */
public final class Machine {

    private static final long KIB_PER_GIB = 1024L * 1024;

    private Machine() {}

    /** Processor, memory, system and JDK. */
    public static String line() {
        return "%s, %d CPUs, %d GiB, %s %s, JDK %s"
                .formatted(
                        field("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                        Runtime.getRuntime().availableProcessors(),
                        Long.parseLong(field("/proc/meminfo", "MemTotal", "0").replaceAll("\\D", "")) / KIB_PER_GIB,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static String field(String file, String name, String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException unknown) {
            return otherwise;
        }
    }
}
