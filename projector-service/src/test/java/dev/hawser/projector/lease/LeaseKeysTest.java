package dev.hawser.projector.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.record.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseKeysTest {

    @Test
    void keysAreReadAsTheyAreWritten() {
        assertThat(LeaseKeys.podOf(LeaseKeys.pod("p-1"))).contains("p-1");
        assertThat(LeaseKeys.partitionOf(LeaseKeys.partition(15))).hasValue(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"projector.16", "projector.-1", "projector.x", "pod.1", "other"})
    void otherKeysAreNoLease(String key) {
        assertThat(LeaseKeys.partitionOf(key)).isEmpty();
    }

    @Test
    void aValueThatSomebodyElseWroteIsNoHolder() {
        var holder = new LeaseKeys.Holder("p", "1");

        assertThat(LeaseKeys.Holder.of(Body.of(holder.bytes()))).contains(holder);
        assertThat(LeaseKeys.Holder.of(Body.of("?"))).isEmpty();
    }
}
