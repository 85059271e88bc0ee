package dev.hawser.localstack.nats;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of nats-server. */
public record NatsVersion(int major, int minor, int patch) implements Comparable<NatsVersion> {

    /** The oldest version that Hawser runs with: it has the security fixes that the accounts rely on. */
    public static final NatsVersion MINIMUM = new NatsVersion(2, 12, 7);

    private static final Pattern NUMBERS = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)");
    private static final Comparator<NatsVersion> ORDER = Comparator.comparingInt(NatsVersion::major)
            .thenComparingInt(NatsVersion::minor)
            .thenComparingInt(NatsVersion::patch);

    /** The version in a text such as {@code nats-server: v2.14.7}. */
    public static Optional<NatsVersion> in(String text) {
        Matcher found = NUMBERS.matcher(text);
        return found.find()
                ? Optional.of(new NatsVersion(
                        Integer.parseInt(found.group(1)),
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3))))
                : Optional.empty();
    }

    /** True from the minimum on. */
    public boolean isSupported() {
        return compareTo(MINIMUM) >= 0;
    }

    @Override
    public int compareTo(NatsVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
