package dev.hawser.agent.config;

import dev.hawser.agent.proxy.Upstream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What {@code agent.yaml} exposes at this moment: a change counts within a quarter of a second, without a restart. A
 * file that cannot be understood changes nothing, and the log says why. Thread-safe.
 */
public final class Exposed implements Supplier<Map<String, Upstream>> {

    private static final System.Logger LOG = System.getLogger(Exposed.class.getName());
    private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();
    private static final State NO_FILE = new State(FileTime.fromMillis(0), -1);

    private final Path file;
    private volatile Map<String, Upstream> upstreams;
    private volatile long lookedAt;
    private State seen;

    /**
     * Reads the file.
     *
     * @throws InvalidConfigException if it cannot be understood
     */
    public Exposed(Path file) {
        this.file = file;
        this.seen = state(file, NO_FILE);
        this.lookedAt = System.nanoTime();
        this.upstreams = of(ConfigFile.read(file));
    }

    private record State(FileTime changedAt, long size) {}

    /** The upstreams of these settings, by name. */
    public static Map<String, Upstream> of(AgentConfig config) {
        Map<String, Upstream> all = new LinkedHashMap<>();
        config.upstreams().orElse(Map.of()).forEach((name, upstream) -> {
            try {
                all.put(
                        name,
                        Upstream.of(name, upstream.url(), upstream.allowHost().orElse(false)));
            } catch (IllegalArgumentException e) {
                throw new InvalidConfigException("upstreams." + name + ": " + e.getMessage(), e);
            }
        });
        return Map.copyOf(all);
    }

    @Override
    public Map<String, Upstream> get() {
        if (System.nanoTime() - lookedAt > LOOK_NANOS) {
            look();
        }
        return upstreams;
    }

    private synchronized void look() {
        lookedAt = System.nanoTime();
        State now = state(file, seen);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            upstreams = of(ConfigFile.read(file));
            LOG.log(Level.INFO, () -> "exposed now: " + String.join(", ", upstreams.keySet()));
        } catch (InvalidConfigException e) {
            LOG.log(Level.WARNING, "what is exposed stays as it was: {0}", e.getMessage());
        }
    }

    private static State state(Path file, State otherwise) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(attributes.lastModifiedTime(), attributes.size());
        } catch (NoSuchFileException e) {
            return NO_FILE;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot look at {0}: {1}", file, e.getMessage());
            return otherwise;
        }
    }
}
