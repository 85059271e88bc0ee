package dev.hawser.projector.observe;

import dev.hawser.contract.subject.Partition;
import dev.hawser.projector.commit.Batch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** The projector's meters, all named {@code hawser.projector.…}. */
@ApplicationScoped
public class ProjectorMetrics {

    private static final String PREFIX = "hawser.projector.";
    private static final String PARTITION = "partition";

    private final AtomicLongArray epochs = new AtomicLongArray(Partition.COUNT);
    private final AtomicLongArray openFolds = new AtomicLongArray(Partition.COUNT);
    private final AtomicLongArray lagMillis = new AtomicLongArray(Partition.COUNT);
    private final AtomicLongArray lagRecords = new AtomicLongArray(Partition.COUNT);
    private final Timer commits;
    private final Counter records;
    private final Counter settled;
    private final Counter poison;
    private final Counter takeovers;
    private final Counter rereads;
    private final Counter alarms;

    ProjectorMetrics(MeterRegistry registry) {
        commits = Timer.builder(PREFIX + "commits")
                .description("commits and how long they took")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        records = counter(registry, "records", "records that were committed");
        settled = counter(registry, "settled", "runs that were settled");
        poison = counter(registry, "poison", "records that could not be folded");
        takeovers = counter(registry, "takeovers", "partitions that this pod took");
        rereads = counter(registry, "rereads", "logs that were read by subject, because something was missed");
        alarms = counter(registry, "alarms", "holes in a log, or a log that lost its end: look into it");
        Partition.all().forEach(partition -> gauges(registry, partition));
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private void gauges(MeterRegistry registry, int partition) {
        gauge(registry, partition, "epoch", "epoch that this pod leads under, 0 if it does not", epochs, 1);
        gauge(registry, partition, "open.folds", "runs that are being folded", openFolds, 1);
        gauge(registry, partition, "lag.seconds", "age of the oldest record that is not folded", lagMillis, 1e-3);
        gauge(registry, partition, "lag.records", "records that wait to be folded or committed", lagRecords, 1);
    }

    private static void gauge(
            MeterRegistry registry,
            int partition,
            String name,
            String description,
            AtomicLongArray values,
            double unit) {
        Gauge.builder(PREFIX + name, values, all -> all.get(partition) * unit)
                .description(description)
                .tag(PARTITION, Integer.toString(partition))
                .register(registry);
    }

    /** This pod leads a partition from now on. */
    public void leads(int partition, long epoch) {
        takeovers.increment();
        epochs.set(partition, epoch);
    }

    /** This pod leads a partition no more. */
    public void leadsNoMore(int partition) {
        epochs.set(partition, 0);
        openFolds.set(partition, 0);
        lagMillis.set(partition, 0);
        lagRecords.set(partition, 0);
    }

    /** A batch is stored. */
    public void committed(Batch batch, int taken, int open, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        records.increment(taken);
        settled.increment(batch.settlements().size());
        poison.increment(batch.poison().size());
        openFolds.set(batch.checkpoint().partition(), open);
    }

    /** How far behind a partition is. */
    public void lag(int partition, Duration age, long waiting) {
        lagMillis.set(partition, age.toMillis());
        lagRecords.set(partition, waiting);
    }

    /** The log of a run is read by its subject. */
    public void reread() {
        rereads.increment();
    }

    /** Something is wrong that a person has to look into. */
    public void alarm() {
        alarms.increment();
    }
}
