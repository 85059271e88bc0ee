package dev.hawser.jetstream.catalogue;

import dev.hawser.contract.limit.Limits;
import dev.hawser.jetstream.support.TestPod;
import dev.hawser.jetstream.support.Waiting;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;

/** The catalogue with sizes of a test. */
public final class TestCatalogue {

    private TestCatalogue() {}

    /** Applies the catalogue with its ordinary sizes. */
    public static void apply(TestPod pod) {
        apply(pod, Limits.RUNS_STREAM_BYTES);
    }

    /** Applies the catalogue with this room for the logs. */
    public static void apply(TestPod pod, long runsBytes) {
        Waiting.await(new CatalogueInstaller(new Catalogue(new Sizes(runsBytes)), pod.api()).apply());
    }

    static CatalogueCheck check(TestPod pod) {
        return new CatalogueCheck(new Catalogue(new Sizes(Limits.RUNS_STREAM_BYTES)), pod.api());
    }

    private record Sizes(long runs) implements CatalogueSettings {

        @Override
        public int replicas() {
            return 1;
        }

        @Override
        public MemorySize commandsBytes() {
            return size(Limits.COMMANDS_STREAM_BYTES);
        }

        @Override
        public MemorySize runsBytes() {
            return size(runs);
        }

        @Override
        public MemorySize eventsBytes() {
            return size(Limits.EVENTS_STREAM_BYTES);
        }

        private static MemorySize size(long bytes) {
            return new MemorySize(BigInteger.valueOf(bytes));
        }
    }
}
